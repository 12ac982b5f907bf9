"""One week of a clothing market, specified once and written six times.

A market has households and sellers; each seller has a limited stock of a few designs of one garment. In a week:

1. **Need.** Every household's garment ages by a week, up to the oldest age told apart. A need for a new one arises with
   probability P(a) = 1 - exp(-h (1 - exp(-a / tau))), a the age in weeks.
2. **Visit.** A household in need goes to the market with probability v, to one of its market's sellers at random.
3. **Inquiry.** There it asks the price of one design, at random. It wants the piece with probability
   1 / (1 + exp(-(k + A + e ln(b / p)))), A the design's appeal, b the household's budget and p the seller's price.
4. **Purchase.** If the seller has a piece left, stock falls by one and the garment's age is 0. Otherwise the household
   goes home without. Customers come in an order that favours none of them in the long run.
5. **Price.** With x the pieces sold over the pieces at the week's opening, the seller's markup becomes
   m' = m + s (x - x*) + s (m* - m), held inside [l m*, u m*]; next week's price is p' = c (1 + m').
6. **Belief.** With w the pieces of a design wanted this week, sold or not, expected demand is D' = D + g (w - D).
7. **Order.** Stock is filled up to D' + z sqrt(D') of each design, rounded; a fuller stock stays as it is.

The equations are those of Jangmadang's clothing rooms (CD-1, CT-1, CT-2), reduced to one garment. Each of the six
modules has a generator `weeks(households, seed)` that gives every week's aggregates, for as long as it is asked.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MARKET_HOUSEHOLDS = 2_500
MARKET_SELLERS = 5
DESIGNS = 4
OLDEST_WEEKS = 255

NEED_HAZARD = 0.1  # h, per week
WEAR_WEEKS = 26.0  # tau
VISIT_PROBABILITY = 0.8  # v
CHOICE_LEVEL = -0.5  # k
APPEALS = (-0.6, -0.2, 0.2, 0.6)  # A, by design
BUDGET_ELASTICITY = 2.0  # e
UNIT_COST = 100_000.0  # c, KPW
TARGET_MARKUP = 0.5  # m*
SMALLEST_MARKUP, LARGEST_MARKUP = 0.4 * TARGET_MARKUP, 2.0 * TARGET_MARKUP  # l m*, u m*
TARGET_SELL_THROUGH = 0.7  # x*
MARKUP_SPEED = 0.1  # s, per week
BELIEF_SPEED = 0.2  # g, per week
SAFETY_FACTOR = 0.5  # z
OPENING_DEMAND = 3.0  # pieces of a design a week
OPENING_STOCK = math.floor(OPENING_DEMAND + SAFETY_FACTOR * math.sqrt(OPENING_DEMAND) + 0.5)
OPENING_OLDEST_WEEKS = 100
LN_BUDGET_MEAN, LN_BUDGET_SD = math.log(UNIT_COST * (1.0 + TARGET_MARKUP)), 0.5

# Ages are whole weeks, so every version looks P up.
NEED_PROBABILITY = tuple(
    1.0 - math.exp(-NEED_HAZARD * (1.0 - math.exp(-age / WEAR_WEEKS))) for age in range(OLDEST_WEEKS + 1)
)


class Week(NamedTuple):
    """What happened in a week, over all markets; price is the mean over sellers."""

    needs: int
    inquiries: int
    purchases: int
    price: float


def opening(households: int, seed: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Ages of garments and logs of budgets to start from; households of a market lie side by side.

    Parameters
    ----------
    households : a multiple of MARKET_HOUSEHOLDS.
    seed : the run's.
    """
    if households % MARKET_HOUSEHOLDS:
        raise ValueError(f"households come in markets of {MARKET_HOUSEHOLDS}, got {households}")
    rng = np.random.default_rng([seed, households])
    ages = rng.integers(OPENING_OLDEST_WEEKS, size=households, dtype=np.uint8)
    return ages, rng.normal(LN_BUDGET_MEAN, LN_BUDGET_SD, households).astype(np.float32)
