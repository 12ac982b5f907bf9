"""Clothing traders price, learn, order and draw profits (C2, C4, C5, C6).

Reads inquiries, sales, stocks and landed costs; writes prices, beliefs, markups and orders.
"""
