"""Illness by season and epidemic, and what a family would pay for treatment (C9, C10).

Reads the calendar and the epidemic path; writes who is ill, with what, and the most the family would pay.
"""
