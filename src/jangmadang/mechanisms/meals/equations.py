"""Meals of households (economy section 9, the hunger channel)."""

from jangmadang.compiling import inlined


@inlined
def affordable_quantity(need_kg: float, money: float, cheaper_price: float) -> float:
    """Staples that a household can buy: meals are cut only where the cheaper staple is not affordable.

    (ME-1) n = min(q, L / c)

    Parameters
    ----------
    need_kg : q, left to buy this week, kg.
    money : L, set aside for staples, KPW.
    cheaper_price : c, of the cheaper staple, KPW/kg.

    Returns: kg.

    Source: households 5: near the bare line cut rice, then corn quality, then meals.
    """
    return min(need_kg, money / max(cheaper_price, 1e-6))


@inlined
def rice_part(quantity_kg: float, money: float, rice_price: float, corn_price: float) -> float:
    """Part of the staples bought as rice: what the money beyond corn pays, all of it if rice is not dearer.

    (ME-2) x = min(1, (L - n pc) / (n (pr - pc))),  1 if pr <= pc

    Parameters
    ----------
    quantity_kg : n, of (ME-1), kg.
    money : L, set aside for staples, KPW.
    rice_price, corn_price : pr, pc, KPW/kg.

    Returns: share.

    Source: rice to corn switching as rice passes 7,000 KPW (T030); households 5.
    """
    if rice_price <= corn_price:
        return 1.0
    extra = max(money - quantity_kg * corn_price, 0.0)
    return min(1.0, extra / max(quantity_kg * (rice_price - corn_price), 1e-6))
