"""Durables of households (economy section 9)."""

from jangmadang.compiling import inlined
from jangmadang.elementary import raised


@inlined
def used_price(new_price: float, resale_share: float, offered: float, reference: float, elasticity: float) -> float:
    """Price of used durables, which falls as more are on offer than usual.

    (DU-1) u = rho p (max(S, S0) / S0)^(-1 / eta)

    Parameters
    ----------
    new_price : p, of new ones, KPW a unit.
    resale_share : rho, while few are offered.
    offered : S, used durables on offer, units.
    reference : S0, the usual offer, units.
    elasticity : eta.

    Returns: KPW/unit.

    Source: buyers refuse used goods above 5,000 KPW while new ones cost four to five times more (H009); eta assumed.
    """
    return resale_share * new_price * raised(max(offered, reference) / reference, -1.0 / elasticity)


@inlined
def sold_in_need(owned: float, missing: float, price: float) -> float:
    """Durables that a household sells to pay for its needs.

    (DU-2) s = min(D, g / u)

    Parameters
    ----------
    owned : D, units.
    missing : g, cost of needs beyond all cash, KPW.
    price : u, KPW a unit.

    Returns: units.

    Source: Deaton (1991): assets are used up before consumption falls.
    """
    return min(owned, missing / max(price, 1e-6))
