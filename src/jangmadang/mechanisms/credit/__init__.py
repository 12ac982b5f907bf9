"""Informal money loans: better-off families lend out of their own money to those whose income will repay (S11).

Reads needs, incomes and wealth; writes debts, lenders' claims and their fund.
"""
