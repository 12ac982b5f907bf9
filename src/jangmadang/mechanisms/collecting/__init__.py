"""Collectors gather herbs, lingzhi and leeches and sell them to companies and crews (S2, S6, S7).

Reads farm-gate prices, seasons, buyers' money and local earnings; writes gathering income and the buyers' purchases.
"""
