"""Channels over the border: choice, capacity, fees, bribes and seizure (S1, S3, S9, S10).

Reads openness and the week's orders; writes landed costs, channel shares, fill rates and traffic.
"""
