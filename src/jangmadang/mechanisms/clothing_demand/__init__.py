"""Needs, inquiries and purchases of garments (C1, C5, C7, C8).

Reads garment ages, permanent income, confidence and posted prices; writes inquiries, purchases and ages.
"""
