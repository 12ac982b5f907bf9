"""Importers bring a few pieces of each design before the season and watch reactions (C2).

Reads the calendar and the beliefs; writes sample orders, and shows samples to chosen visitors.
"""
