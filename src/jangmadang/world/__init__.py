"""What exists: tables of places, markets, households, traders and national accounts."""
