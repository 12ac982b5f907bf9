"""Households plan how much to spend and split local spending (S7, S11, C8).

Reads income, wealth and confidence; writes the week's budget and local spending.
"""
