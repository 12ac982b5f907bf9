"""Licensed companies and private crews buy export goods, ship them and are paid later (S2, S3, S6, S10).

Reads seasons, Chinese demand, openness and purchases; writes farm-gate prices, active buyers and export receipts.
"""
