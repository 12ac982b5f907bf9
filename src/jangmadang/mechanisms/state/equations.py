"""The state's budget (economy section 16)."""

from jangmadang.compiling import inlined


@inlined
def newly_issued_wage(base_wage: float, wage_multiplier: float) -> float:
    """Part of the state wage that is paid in newly issued won.

    (SB-1) i = w0 (k - 1), at least 0

    Parameters
    ----------
    base_wage : w0, KPW a week, paid from dues.
    wage_multiplier : k, state wage over its level of 2015.

    Returns: KPW a week.

    Source: wages of 3,000 became 30,000 KPW a month from October 2023 (I021, I022); economy 16.
    """
    return max(base_wage * (wage_multiplier - 1.0), 0.0)


@inlined
def hired_part(share: float, wage: float, relative_rate: float) -> float:
    """Part of foreign earnings that hired workers get: their pay is set in won and lags the yuan; owners have the rest.

    (SB-2) a = min(a0 w / q, 1)

    Parameters
    ----------
    share : a0, with wages in line with the exchange rate.
    wage : w, won wage over its base.
    relative_rate : q, exchange rate over its base.

    Returns: share.

    Source: won wages lag the yuan (trial findings 3.9; E0415); a0 assumed.
    """
    return min(share * wage / relative_rate, 1.0)
