"""Reports in, cited observations out: short news reports read into records with the words they came from.

Reads: plain text, saved HTML, the tables in `tables/`. Writes: records, and a ledger of what was not read.
"""
