"""The clothing trade (economy section 11)."""

from jangmadang.compiling import inlined
from jangmadang.shapes import adjusted, clip, expected_larger, order_up_to, scarcity


@inlined
def season_factor(
    stock: float, expected_sales: float, elasticity: float, largest_markdown: float, largest_rise: float
) -> float:
    """Price factor from what is left of the season: a glut is marked down, scarce stock marked up.

    (CT-7) f = clip((S / D)^(-1/eta), 1 - d, 1 + u)

    Parameters
    ----------
    stock : S, pieces on hand and on order.
    expected_sales : D, pieces over the rest of the season, at most over lead time and cover.
    elasticity : eta.
    largest_markdown, largest_rise : d, u.

    Returns: 1.

    Source: storage rule for seasonal goods; coats rose by a third in the stop of January 2026 (E0042, E0043); assumed.
    """
    return clip(scarcity(stock / max(expected_sales, 1.0), elasticity), 1.0 - largest_markdown, 1.0 + largest_rise)


@inlined
def posted_price(unit_cost: float, markup: float, season_factor_: float, wedge: float) -> float:
    """Posted price of a garment.

    (CT-1) p = c (1 + m) f z

    Parameters
    ----------
    unit_cost : c, landed cost and freight, KPW.
    markup : m, on cost.
    season_factor_ : f, of (CT-8).
    wedge : z, factor of a scenario, 1 otherwise.

    Returns: KPW/piece.

    Source: economy 11; markups mechanism evidence 7.
    """
    return unit_cost * (1.0 + markup) * season_factor_ * wedge


@inlined
def next_markup(
    markup: float,
    sell_through: float,
    target_sell_through: float,
    speed: float,
    target_markup: float,
    smallest_ratio: float,
    largest_ratio: float,
) -> float:
    """Markup moves up when pieces sell faster than the target, and drifts home otherwise.

    (CT-2) m' = m + v (x - x*) + v (m* - m), held inside [l m*, u m*]

    Parameters
    ----------
    markup : m.
    sell_through : x, pieces sold over pieces on hand in the week.
    target_sell_through : x*.
    speed : v, per week.
    target_markup : m*.
    smallest_ratio, largest_ratio : l, u.

    Returns: 1.

    Source: economy 11; margins absorb slumps (mechanism evidence 7); v, l, u assumed.
    """
    moved = markup + speed * (sell_through - target_sell_through) + speed * (target_markup - markup)
    return clip(moved, smallest_ratio * target_markup, largest_ratio * target_markup)


@inlined
def believed_conversion(successes: float, failures: float, floor: float) -> float:
    """Mean of a Beta belief about purchases of a variant per inquiry.

    (CT-3) q = max(f, a / (a + b))

    Parameters
    ----------
    successes, failures : a, b, discounted counts.
    floor : f, smallest belief, so that no variant is given up for ever.

    Returns: probability.

    Source: Beta-Bernoulli learning; counting only pieces on show avoids the spiral down of censored demand (Cooper,
    Homem-de-Mello and Kleywegt 2006).
    """
    return max(floor, successes / max(successes + failures, 1e-9))


@inlined
def critical_ratio(markup: float, season_end_loss: float) -> float:
    """Newsvendor critical ratio.

    (CT-4) k = m / (m + l)

    Parameters
    ----------
    markup : m, margin on a piece sold, over cost.
    season_end_loss : l, loss on a piece left, over cost.

    Returns: probability.

    Source: Arrow, Harris and Marschak (1951); loss mechanism evidence 1.
    """
    return markup / (markup + season_end_loss)


@inlined
def order_level(expected_demand: float, unit_weight: float, ratio: float) -> float:
    """Pieces of a variant that a trader wants in stock, on the way and waiting at the border together.

    (CT-5) S = D + z(k) sqrt(w D),  z the normal quantile, never negative

    Parameters
    ----------
    expected_demand : D, pieces over the lead time and cover: visits times believed conversion.
    unit_weight : w, pieces one simulated customer takes, so that the variance is w D.
    ratio : k, critical ratio.

    Returns: pieces.

    Source: newsvendor with Poisson demand; economy 11.
    """
    return order_up_to(expected_demand, unit_weight * expected_demand, ratio)


@inlined
def next_expected_visits(
    expected: float, visits: float, season_height: float, memory: float, smallest_height: float
) -> float:
    """Visits a trader expects at the height of the season.

    (CT-6) V' = V + k s (v / s - V) where s >= s0, else V

    Parameters
    ----------
    expected : V, visits a week at full height.
    visits : v, this week's.
    season_height : s; weeks at the season's edge teach little.
    memory : k, per week.
    smallest_height : s0.

    Returns: visits a week.

    Source: exponential smoothing; k, s0 assumed.
    """
    if season_height < smallest_height:
        return expected
    return adjusted(expected, visits / season_height, memory * season_height)


@inlined
def offer_factor(season_factor_: float, dear_chance: float, next_best_cost: float) -> float:
    """Price factor of a seller whose next piece may have to come by a dearer route.

    (CT-8) f' = (1 - q) f + q max(f, c)

    Parameters
    ----------
    season_factor_ : f, of (CT-7).
    dear_chance : q, of (BO-10).
    next_best_cost : c, cost of the next-best route over the usual one.

    Returns: 1.

    Source: replacement cost as a seller's opportunity cost; coats rose by a third in the stop of January 2026 though
    stocks did not run out (E0042, E0043); arrest hazards and bribes put c at 1.15 to 1.55 (mechanism evidence 23).
    """
    return expected_larger(season_factor_, next_best_cost, dear_chance)
