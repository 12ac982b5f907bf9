"""The benchmark's clothing market: ours and the NumPy version agree, and ours does not depend on threads."""

from itertools import islice

import numpy as np

from benchmarks.peers import compare, numpy_market, ours
from benchmarks.peers.specification import MARKET_HOUSEHOLDS

HOUSEHOLDS, WEEKS, SEEDS = 4 * MARKET_HOUSEHOLDS, 20, 8


def test_ours_and_numpy_give_the_same_aggregates():
    found, reference = (compare.aggregates(name, HOUSEHOLDS, WEEKS, SEEDS) for name in ("numpy", "ours"))
    assert compare.agree(found, reference), compare.gaps(found, reference)


def test_the_check_sees_five_per_cent_more_purchases():
    reference = compare.aggregates("ours", HOUSEHOLDS, WEEKS, SEEDS)
    other = compare.aggregates("numpy", HOUSEHOLDS, WEEKS, SEEDS)
    other[:, compare.AGGREGATES.index("purchases")] *= 1.05
    assert not compare.agree(other, reference)


def test_results_do_not_depend_on_threads():
    one, two = (list(islice(ours.weeks(HOUSEHOLDS, 3, threads), 5)) for threads in (1, 2))
    assert one == two


def test_stock_is_limited():
    for version in (numpy_market, ours):
        needs, inquiries, purchases, _ = np.sum(list(islice(version.weeks(HOUSEHOLDS, 1), WEEKS)), axis=0)
        assert needs > inquiries > purchases > 0
