"""Licensed companies' buyers and private crews buy export goods, ship them and are paid later (S2, S3, S6, S10).

Reads seasons, Chinese demand, openness, entitlements and purchases; writes farm-gate prices, buyers' capital and export
receipts. What buyers expect: of each good the past year's purchases, at least a part of the usual, coming to market in
their season; payment after the usual lag; this week's prices. They pay what their ready money, spread over the weeks
until it comes back, lets them pay; it grows by what they reinvest of their profits, paid weeks after the purchase.
"""
