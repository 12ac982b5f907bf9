"""What traders turn to: garments for the wealthy or for all, medicine beside them, or nothing for a time (C3, C11).

Reads the week's sales and prices; writes each trader's strategy and how it tilts the orders.
"""
