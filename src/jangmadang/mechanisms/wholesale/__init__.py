"""Orders wait at the gateways and become shipments: importers buy in China, also for inland traders (C4, C9).

Reads order levels, what may pass and traders' yuan; writes what waits, shipments on the way and inland, payments.
"""
