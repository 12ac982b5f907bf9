"""Confidence and expectations by market and group (S5, C8).

Reads real incomes, staple inflation, currency volatility and border traffic; writes confidence.
"""
