"""Money changers, the exchange rate and households' choice between won and yuan (C3, C8).

Reads order flow, stocks and past rates; writes the exchange rate and households' holdings.
"""
