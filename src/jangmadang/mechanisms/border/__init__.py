"""Channels and gateways over the border: choice, capacity, fees, bribes and seizure (S1, S3, S9, S10).

Reads openness, entitlements and what waits; writes landed costs, shares of channels and gateways, passings and traffic.
"""
