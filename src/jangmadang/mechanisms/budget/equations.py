"""Budgets of households: needs first, then marginal budget shares (economy section 9)."""

from jangmadang.compiling import inlined
from jangmadang.elementary import raised
from jangmadang.shapes import adjusted, clip


@inlined
def buffer_target(buffer_weeks: float, confidence: float, slope: float) -> float:
    """Target of liquid wealth in weeks of permanent income.

    (BU-1) b = b0 (1 + psi (1 - s)) / (1 + psi / 2)

    Parameters
    ----------
    buffer_weeks : b0, target at confidence one half.
    confidence : s, in (0, 1).
    slope : psi.

    Returns: weeks.

    Source: Carroll (1997) for the buffer; economy 9; psi assumed.
    """
    return buffer_weeks * (1.0 + slope * (1.0 - confidence)) / (1.0 + 0.5 * slope)


@inlined
def buffer_stock_budget(income: float, wealth: float, target_weeks: float, spending_factor: float) -> float:
    """Spending that a household would plan to keep a buffer of liquid wealth, needs aside.

    (BU-2) B = Y + mu (W - b Y),  mu = f / b,  held inside [0, W]

    Parameters
    ----------
    income : Y, permanent income, KPW a week.
    wealth : W, liquid wealth, KPW.
    target_weeks : b.
    spending_factor : f.

    Returns: KPW a week.

    Source: Carroll (1997): the propensity to spend out of wealth falls with the buffer; f assumed.
    """
    return clip(income + spending_factor / target_weeks * (wealth - target_weeks * income), 0.0, wealth)


@inlined
def rule_of_thumb_budget(income: float, wealth: float, target_weeks: float, spending_factor: float) -> float:
    """Planned spending of a household that spends its current income (rival of BU-2).

    (BU-3) B = min(Y, W)

    Parameters are those of BU-2; wealth beyond income and the buffer play no part.

    Returns: KPW a week.

    Source: Campbell and Mankiw (1989).
    """
    return min(income, wealth)


@inlined
def imported_share(base_share: float, relative_import_price: float, substitution: float) -> float:
    """Share of the imported good in local spending (CES).

    (BU-4) a = a0 q^(1 - sigma) / (a0 q^(1 - sigma) + 1 - a0)

    Parameters
    ----------
    base_share : a0, at base prices.
    relative_import_price : q, imported good over local services, each over its base price.
    substitution : sigma.

    Returns: share.

    Source: Arrow et al. (1961); sigma assumed, trial findings 3.5.
    """
    weighted = base_share * raised(relative_import_price, 1.0 - substitution)
    return weighted / (weighted + 1.0 - base_share)


@inlined
def spilled_over(free_budget: float, imported: float, served: float) -> float:
    """Money for local food out of what is meant for other food, when imported food is not all to be had.

    (BU-10) e = S (1 - a f)

    Parameters
    ----------
    free_budget : S, to be spent this week, KPW.
    imported : a, share of it for imported food at posted prices, of (BU-4).
    served : f, part of what is wanted of it that is on sale, in [0, 1].

    Returns: KPW a week.

    Source: Neary and Roberts (1980): a rationed household acts as if the good were dear enough not to want more, and
    spends the rest of the week's budget on what is to be had; forced substitution, Kornai (1980). Food does not wait.
    """
    return free_budget * (1.0 - imported * served)


@inlined
def usual_imported_part(usual: float, imported: float, served: float, kept: float) -> float:
    """Part of free budgets that usually goes to the imported good, by what passed in the past years.

    (BU-11) k' = m k + (1 - m) a f

    Parameters
    ----------
    usual : k.
    imported : a, of (BU-4) at this week's prices.
    served : f, part of what is wanted that is on sale, in [0, 1].
    kept : m, part of its memory that a week keeps, 2^(-1 / half-life).

    Returns: share.

    Source: adaptive expectations (Cagan 1956).
    """
    return adjusted(usual, imported * served, 1.0 - kept)


@inlined
def services_budget(free_budget: float, usual: float) -> float:
    """Money for local services out of a free budget: what is usually left beside the imported good.

    (BU-12) e = S (1 - k)

    Parameters
    ----------
    free_budget : S, KPW a week.
    usual : k, of (BU-11).

    Pots and radios last, so they can wait: while they are dearer or rarer than usual their money is kept, and when they
    are back it is spent. Only in so far as that has become usual do services take their place.

    Returns: KPW a week.

    Source: Browning and Crossley (2000), luxuries are easier to postpone; Barsky, House and Kimball (2007), lasting
    goods wait for their price; at Hyesan many bought nothing but necessities in 2020 (D-I015).
    """
    return free_budget * (1.0 - usual)


@inlined
def needs_first_budget(planned: float, needs: float, wealth: float) -> float:
    """The week's budget: a household runs down what it has before it leaves a need unmet.

    (BU-5) B' = min(max(B, G), W)

    Parameters
    ----------
    planned : B, of (BU-2), KPW a week.
    needs : G, cost of subsistence, KPW a week.
    wealth : W, liquid wealth, KPW.

    Returns: KPW a week.

    Source: Deaton (1991): assets are used up before consumption falls below what they could pay.
    """
    return min(max(planned, needs), wealth)


@inlined
def asset_smoothing_budget(planned: float, needs: float, wealth: float) -> float:
    """The week's budget of a household that keeps to its habit and its savings, and cuts needs instead (rival of BU-5).

    (BU-9) B' = min(B, W)

    Parameters are those of BU-5; needs play no part, so that a household goes hungry with money in the house.

    Returns: KPW a week.

    Source: Zimmerman and Carter (2003): the poor smooth assets, not consumption, where assets are hard to win back.
    """
    return min(planned, wealth)


@inlined
def met_part(needs: float, resources: float) -> float:
    """Part of pressing needs that resources pay; food and fuel are cut together.

    (BU-6) a = min(1, R / G)

    Parameters
    ----------
    needs : G, cost of staples, fuel and dues, KPW a week.
    resources : R, KPW a week.

    Returns: share.

    Source: Deaton and Muellbauer (1980), below subsistence: assumed proportional.
    """
    return min(1.0, resources / max(needs, 1e-6))


@inlined
def linear_expenditure(need: float, marginal_share: float, free_budget: float) -> float:
    """Money for a good: its subsistence amount and a share of what all needs leave.

    (BU-7) e = g + beta S

    Parameters
    ----------
    need : g, cost of the subsistence amount, KPW a week.
    marginal_share : beta.
    free_budget : S, budget beyond all needs, KPW a week.

    Returns: KPW a week.

    Source: Stone (1954); Deaton and Muellbauer (1980).
    """
    return need + marginal_share * free_budget


@inlined
def fuel_season(
    is_winter: float, laying_in: float, winter_ratio: float, winter_part: float, laying_in_part: float, laid_in: float
) -> float:
    """Fuel that a household buys in a week over the year's mean: part of winter's is laid in before.

    (BU-8) s = (1 + (k - 1) ((1 - a) z + a z' w / w')) / (1 + (k - 1) w)

    Parameters
    ----------
    is_winter : z, 1 in winter, else 0.
    laying_in : z', 1 in the weeks before winter in which fuel is laid in, else 0.
    winter_ratio : k, need in winter over the rest of the year's.
    winter_part, laying_in_part : w, w', parts of the year.
    laid_in : a, part of winter's heating fuel bought before winter.

    Returns: 1.

    Source: households 4 (doubled from November to March, assumed there); coal by the tonne and wood by the truckload
    for the winter (I051).
    """
    heating = (1.0 - laid_in) * is_winter + laid_in * laying_in * winter_part / laying_in_part
    return (1.0 + (winter_ratio - 1.0) * heating) / (1.0 + (winter_ratio - 1.0) * winter_part)
