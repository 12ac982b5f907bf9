"""Households buy rice and corn, glean what is missing and eat: hunger (S11).

Reads what is left to buy and the money set aside for it; writes purchases and what households eat.
"""
