"""Illness by season and epidemic (C9, C10).

Reads the calendar and the epidemic path; writes who is ill and with what.
"""
