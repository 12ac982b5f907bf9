"""The composite imported good: dealers' stock, price and orders (S7, S8, S9).

Reads notional demand and landed cost; writes the price, the stock and orders.
"""
