"""Clothing demand (economy section 10)."""

from jangmadang.compiling import inlined
from jangmadang.elementary import exp, ln
from jangmadang.shapes import probability_of


@inlined
def need_probability(hazard: float, season_height: float, age_weeks: float, wear_weeks: float) -> float:
    """Probability that a household wants a garment of a season group this week.

    (CD-1) P = 1 - exp(-h s (1 - exp(-a / tau)))

    Parameters
    ----------
    hazard : h, per week, at the height of the season with worn-out garments.
    season_height : s, in [0, 1].
    age_weeks : a, mean age of the family's garments of the group.
    wear_weeks : tau, by class.

    Returns: probability.

    Source: economy 10; one or two purchases a person and season for half of those asked (E001), coats last 2-3 years
    (E004).
    """
    return probability_of(hazard * season_height * (1.0 - exp(-age_weeks / wear_weeks)))


@inlined
def common_reservation(
    level: float,
    income_elasticity: float,
    relative_income: float,
    largest_income_effect: float,
    confidence_elasticity: float,
    confidence: float,
) -> float:
    """Part of the ln reservation price that is common to all variants, over the mass garment's base price.

    (CD-2) r = a + eta min(ln(Y / CPI / Yref), m) + theta ln(2 s)

    Parameters
    ----------
    level : a.
    income_elasticity : eta.
    relative_income : Y / CPI / Yref, real permanent income over reference.
    largest_income_effect : m.
    confidence_elasticity : theta.
    confidence : s, in (0, 1).

    Returns: ln.

    Source: economy 10, trial findings 3.6; elasticities households 5 and mechanism evidence 4; a, theta assumed.
    """
    income_effect = min(ln(max(relative_income, 1e-6)), largest_income_effect)
    return level + income_elasticity * income_effect + confidence_elasticity * ln(2.0 * confidence)


@inlined
def purse_limit(weekly_share: float, weeks: float) -> float:
    """Most that a family gathers for clothing; what goes beyond it is spent otherwise.

    (CD-4) K = n e

    Parameters
    ----------
    weekly_share : e, of (BU-7), what the budget beyond needs gives for clothing in a week, CNY.
    weeks : n.

    Returns: CNY.

    Source: a lumpy good is paid out of several weeks' shares (Stone 1954 for the share); a coat lasts two to three
    years, one padded set a winter (D-E004).
    """
    return weeks * weekly_share


@inlined
def age_after_purchase(age_weeks: float, wearers: float) -> float:
    """Mean age of a family's garments of a season group after one member has a new one.

    (CD-5) a' = a (1 - 1 / n)

    Parameters
    ----------
    age_weeks : a.
    wearers : n, members of the family.

    Returns: weeks.

    Source: identity.
    """
    return age_weeks * (1.0 - 1.0 / wearers)


@inlined
def surplus(common: float, status_value: float, appeal: float, taste: float, ln_relative_price: float) -> float:
    """ln reservation price less ln posted price of one variant; the household buys the largest if it is positive.

    (CD-3) u = r + kappa q + A + sigma e - ln(p / (p0 CPI))

    Parameters
    ----------
    common : r, of (CD-2).
    status_value : kappa q, what looking high-end is worth (0 for mass garments).
    appeal : A, of the design.
    taste : sigma e, of the household for the variant in the season.
    ln_relative_price : ln(p / (p0 CPI)), posted over base price at today's price level; demand is so
        homogeneous in prices and incomes.

    Returns: ln.

    Source: economy 10; luxury tilt of officials' wives and the wealthy (report C).
    """
    return common + status_value + appeal + taste - ln_relative_price
