"""Budgets of households (economy section 9)."""

from jangmadang.compiling import inlined
from jangmadang.shapes import clip


@inlined
def buffer_target(buffer_weeks: float, confidence: float, slope: float) -> float:
    """Target of liquid wealth in weeks of permanent income.

    (BU-1) b = b0 (1 + psi (1 - s)) / (1 + psi / 2)

    Parameters
    ----------
    buffer_weeks : b0, target at confidence one half.
    confidence : s, in (0, 1).
    slope : psi.

    Source: Carroll (1997) for the buffer; economy 9; psi assumed.
    """
    return buffer_weeks * (1.0 + slope * (1.0 - confidence)) / (1.0 + 0.5 * slope)


@inlined
def buffer_stock_budget(
    income: float, wealth: float, target_weeks: float, spending_factor: float, smallest_share: float
) -> float:
    """Planned spending of a household that keeps a buffer of liquid wealth.

    (BU-2) B = Y + mu (W - b Y),  mu = f / b,  held inside [k Y, W]

    Parameters
    ----------
    income : Y, permanent income, KPW a week.
    wealth : W, liquid wealth, KPW.
    target_weeks : b.
    spending_factor : f.
    smallest_share : k, part of income spent at least.

    Source: Carroll (1997): the propensity to spend out of wealth falls with the buffer; f, k assumed.
    """
    wanted = income + spending_factor / target_weeks * (wealth - target_weeks * income)
    return clip(wanted, smallest_share * income, wealth)


@inlined
def rule_of_thumb_budget(income: float, wealth: float, target_weeks: float, spending_factor: float) -> float:
    """Planned spending of a household that spends its current income (rival of BU-2).

    (BU-3) B = min(Y, W)

    Parameters are those of BU-2; wealth beyond income and the buffer play no part.

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

    Source: Arrow et al. (1961); sigma assumed, trial findings 3.5.
    """
    weighted = base_share * relative_import_price ** (1.0 - substitution)
    return weighted / (weighted + 1.0 - base_share)
