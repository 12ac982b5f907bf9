"""Rations, state grain shops, aid and cash transfers (S11).

Reads what the state holds and plans and what scenarios grant; writes food and money given to households.
"""
