"""The observatory: a local page on which the economy is asked in a browser."""
