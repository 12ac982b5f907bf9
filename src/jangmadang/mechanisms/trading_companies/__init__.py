"""Licensed companies' buyers and private crews buy export goods, ship them and are paid later (S2, S3, S6, S10).

Reads seasons, Chinese demand, openness, entitlements and purchases; writes farm-gate prices, buyers' capital and export
receipts. What buyers know is the season and what households would bring at each price: they spread their money over the
supply of the weeks until it comes back, and the price of a week is that at which it buys what is offered. Money grows
by what they reinvest of their profits, paid weeks after the purchase, and by what others bring who hear of them.
"""
