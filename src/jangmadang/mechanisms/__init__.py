"""How the economy works: one room per mechanism, with its formulas in equations.py and its week in step.py."""
