"""Rice and corn: national stocks, prices, purchases and hunger (S11).

Reads harvests, openness, the exchange rate and budgets; writes staple prices, purchases and what households eat.
"""
