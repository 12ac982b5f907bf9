"""Local spending of last week is this week's income: the local multiplier (S7).

Reads the markets' earnings by class; writes household income, cash and permanent income.
"""
