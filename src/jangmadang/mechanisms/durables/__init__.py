"""Durables: bought out of what needs leave, worn out, and sold in need at a price that falls when many sell (S11).

Reads needs and wealth; writes what families own and the used goods on offer.
"""
