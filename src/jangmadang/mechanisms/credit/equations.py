"""Informal credit (economy section 9)."""

from jangmadang.compiling import inlined
from jangmadang.elementary import exp


@inlined
def lending_limit(usual_surplus: float, interest: float, weeks: float) -> float:
    """Debt that a household can repay: what its income leaves beyond needs over a time, discounted.

    (CR-1) L = max(s, 0) (1 - exp(-r T)) / r

    Parameters
    ----------
    usual_surplus : s, income beyond needs in a usual week, KPW.
    interest : r, per week.
    weeks : T, in which the lender expects the money back.

    Returns: KPW.

    Source: present value of an annuity; private interest of 5 to 10 % a month (E0368, E0386, E0390).
    """
    return max(usual_surplus, 0.0) * (1.0 - exp(-interest * weeks)) / interest


@inlined
def debt_service(debt: float, interest: float, weeks: float) -> float:
    """Interest and repayment that would clear a debt in a time.

    (CR-2) a = D r / (1 - exp(-r T))

    Parameters
    ----------
    debt : D, money.
    interest : r, per week.
    weeks : T.

    Returns: in the unit of debt, a week.

    Source: annuity at a constant rate.
    """
    return debt * interest / (1.0 - exp(-interest * weeks))


@inlined
def written_off(debt: float, interest_due: float, able_to_pay: float, speed: float) -> float:
    """Part of a debt that lenders give up as its interest goes unpaid.

    (CR-3) o = v D max(1 - a / i, 0)

    Parameters
    ----------
    debt : D, money.
    interest_due : i, money this week.
    able_to_pay : a, what the household has beyond its needs, money.
    speed : v, per week without any interest paid.

    Returns: in the unit of debt, a week.

    Source: assumed.
    """
    return speed * debt * max(1.0 - max(able_to_pay, 0.0) / max(interest_due, 1.0), 0.0)


@inlined
def grain_limit(expected_harvest_kg: float, pledged_share: float, owed_kg: float, multiple: float) -> float:
    """Grain that lenders lend against the next harvest, of which a part goes to them.

    (CR-4) q = max(a H - D, 0) / k

    Parameters
    ----------
    expected_harvest_kg : H, own harvest of a normal year, kg.
    pledged_share : a, part of it that a household can give up.
    owed_kg : D, kg already owed.
    multiple : k, kilograms repaid per kilogram lent.

    Returns: kg.

    Source: two to three for one after the harvest (E0420); a assumed.
    """
    return max(pledged_share * expected_harvest_kg - owed_kg, 0.0) / multiple
