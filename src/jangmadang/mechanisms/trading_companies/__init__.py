"""Licensed companies' buyers and private crews buy export goods, ship them and are paid later (S2, S3, S6, S10).

Reads seasons, Chinese demand, openness, entitlements and purchases; writes farm-gate prices, buyers' capital and export
receipts. What buyers expect: of each good the past year's purchases, at least a part of the usual, coming to market in
their season; payment after the usual lag; this week's prices. Dried goods keep, so they price by the week in which a
typical kilogram comes to market: not the season moves the price but money.
"""
