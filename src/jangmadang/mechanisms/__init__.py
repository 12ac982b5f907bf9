"""How the economy works: one room per mechanism. `equations.py` holds its formulas, `step.py` applies them in a week."""
