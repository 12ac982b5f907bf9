"""Setbacks of single families: weeks in which illness, an arrest or lost goods keep them from most of their work.

Reads nothing; writes which households are in a setback, in which they earn less and live on savings and credit.
"""
