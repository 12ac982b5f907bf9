"""Own grain: households harvest, sell a part, store, eat down and glean (S11).

Reads harvest calendars, prices and wealth; writes households' own grain and what they still have to buy.
"""
