"""Rice and corn: what is grown, national stocks and prices (S11).

Reads harvests, openness and the exchange rate; writes staple prices and what is left for households to buy.
"""
