"""Aggregate economics of concealed gold (economy section 7)."""

from jangmadang.compiling import inlined
from jangmadang.elementary import exp
from jangmadang.shapes import logistic


@inlined
def detection_probability(inspected_shipments: float, shipments: float) -> float:
    """Probability that a hiding shipment is found by a fixed inspection capacity.

    (GO-1) d = D / (D + N)

    Parameters
    ----------
    inspected_shipments : D, shipments a week.
    shipments : N, consignments of collected goods this week.

    Returns: probability.

    Source: economy 7; D assumed.
    """
    return inspected_shipments / (inspected_shipments + shipments)


@inlined
def net_gain(price_ratio: float, colluding_share: float, detection: float, penalty_share: float) -> float:
    """Expected gain of hiding one unit of gold, over its local price.

    (GO-2) g = (1 - theta) (R - 1) (1 - d) - d (1 + f)

    Parameters
    ----------
    price_ratio : R, Chinese over local price.
    colluding_share : theta, the official's share of the gain.
    detection : d, probability that a hiding shipment is searched and found, collusion considered.
    penalty_share : f, penalty beyond the loss of the gold, over its local value.

    Returns: 1, over the local price.

    Source: economy 7; R and theta from mechanism evidence 13.
    """
    return (1.0 - colluding_share) * (price_ratio - 1.0) * (1.0 - detection) - detection * (1.0 + penalty_share)


@inlined
def concealing_share(largest_share: float, official_gain: float, midpoint: float, spread: float) -> float:
    """Share of shipments with hidden gold: officials collude where their gain beats the risk of an audit.

    (GO-3) s = s1 logistic((v - m) / w)

    Parameters
    ----------
    largest_share : s1, shipments whose shipper and official can collude at all.
    official_gain : v, expected gain over local price, for which the shipper's of (GO-2) stands.
    midpoint, spread : m, w, of the officials' thresholds.

    Returns: share.

    Source: economy 7; one herb consignment in ten (E0160); m, w assumed.
    """
    return largest_share * logistic((official_gain - midpoint) / spread)


@inlined
def hidden_grams(net_gain_: float, grams_per_gain: float) -> float:
    """Mean gold in a hiding consignment: marginal gain equals a marginal cost that rises with the amount.

    (GO-4) x = k max(0, g)

    Parameters
    ----------
    net_gain_ : g, of (GO-2).
    grams_per_gain : k, inverse slope of the marginal concealment cost.

    Returns: g.

    Source: first-order condition with quadratic cost; k assumed.
    """
    return grams_per_gain * max(net_gain_, 0.0)


@inlined
def consignment_grams(mean_grams: float, spread: float, noise: float) -> float:
    """Gold in one hiding consignment: a few carry most of it.

    (GO-5) y = x exp(sigma z - sigma^2 / 2), mean x

    Parameters
    ----------
    mean_grams : x, g, of (GO-4).
    spread : sigma.
    noise : z, standard normal.

    Returns: g.

    Source: seizures of 5 to 58 kg (E0154 to E0156) beside guards' small lots (E0239); lognormal form assumed.
    """
    return mean_grams * exp(spread * noise - 0.5 * spread * spread)


@inlined
def gold_brought(panned_grams: float, waiting_grams: float, most_grams: float) -> float:
    """Gold that panners and small mines bring this week: less, the more of it waits unsold.

    (GO-6) a = a0 max(1 - S / S1, 0)

    Parameters
    ----------
    panned_grams : a0, g a week, when all is sold at once.
    waiting_grams : S, g, unsold.
    most_grams : S1, g, at which nobody brings more.

    Returns: g a week.

    Source: 0.02 to 0.03 g a day of one panner (E0159); linear response assumed.
    """
    return panned_grams * max(1.0 - waiting_grams / max(most_grams, 1.0), 0.0)
