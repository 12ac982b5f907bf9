"""Imported goods, everyday goods and machines: dealers' stocks, prices and order levels (S7, S8, S9).

Reads notional demand, landed costs and what may pass the gateways; writes prices, stocks, order levels and shipments.
"""
