"""Medicine: demand of the sick, prices, stock cover against a closure, orders (C9, C10, C11).

Reads illness, stocks, landed cost and the perceived closure hazard; writes prices, purchases and orders.
"""
