"""Orders become shipments: Hyesan's importers buy in China for themselves and for inland traders (C4, C9).

Reads planned orders, fill rates and traders' yuan; writes shipments on the way, payments and shipments inland.
"""
