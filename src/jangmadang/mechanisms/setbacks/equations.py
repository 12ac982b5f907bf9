"""Setbacks of earnings inside a class (second edition 2.1)."""

from jangmadang.compiling import inlined


@inlined
def setback_chance(in_setback: float, onset: float, recovery: float) -> float:
    """Chance that a household is in a setback this week: a Markov chain of two states.

    (SE-1) P = h (1 - z) + (1 - r) z

    Parameters
    ----------
    in_setback : z, 1 if it was in one last week, else 0.
    onset : h, chance a week that one begins.
    recovery : r, chance a week that it ends.

    In the long run h / (h + r) of all households are in one.

    Returns: probability.

    Source: Carroll (1992), spells of next to no income; illness of a working adult, Gertler and Gruber (2002).
    """
    return onset * (1.0 - in_setback) + (1.0 - recovery) * in_setback
