"""Illness (economy section 12)."""

from jangmadang.compiling import inlined


@inlined
def illness_hazard(
    mean_hazard: float,
    summer_level: float,
    winter_rise: float,
    winter_height: float,
    autumn_rise: float,
    autumn_height: float,
    epidemic: float,
) -> float:
    """Weekly hazard that a household needs a course of medicine.

    (IL-1) h = h0 (b + rw sw + ra sa) e

    Parameters
    ----------
    mean_hazard : h0, per week.
    summer_level : b, out of the peaks; below 1, so that the yearly mean stays near h0.
    winter_rise, winter_height : rw, sw in [0, 1].
    autumn_rise, autumn_height : ra, sa in [0, 1].
    epidemic : e, multiplier of an epidemic.

    Source: episodes E008, E009; seasons E013, E014, mechanism evidence 10.
    """
    return mean_hazard * (summer_level + winter_rise * winter_height + autumn_rise * autumn_height) * epidemic
