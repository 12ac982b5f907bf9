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

    Source: Carroll (1992), spells of next to no income; illness of a working adult, Gertler and Gruber (2002).
    """
    return onset * (1.0 - in_setback) + (1.0 - recovery) * in_setback


@inlined
def part_of_work_done(in_setback: float, lost_share: float) -> float:
    """Part of its usual work that a household does; neighbours serve its customers meanwhile.

    (SE-2) a = 1 - s z

    Parameters
    ----------
    in_setback : z, 1 in a setback, else 0.
    lost_share : s.

    Source: Gertler and Gruber (2002): a severe illness takes most of the earnings of the one who is ill; s assumed.
    """
    return 1.0 - lost_share * in_setback
