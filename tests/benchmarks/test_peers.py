"""The benchmark's clothing market: ours, NumPy's and C's agree, and ours does not depend on threads."""

import sys
from itertools import islice

import numpy as np
import pytest

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


def c_market():
    return pytest.importorskip("benchmarks.peers.c_market", exc_type=ImportError)


def test_c_gives_the_weeks_of_ours_from_the_same_draws():
    found, reference = (np.array(list(islice(version.weeks(HOUSEHOLDS, 3), WEEKS))) for version in (c_market(), ours))
    np.testing.assert_array_equal(found[:, :3], reference[:, :3])
    np.testing.assert_allclose(found[:, 3], reference[:, 3], rtol=1e-12)


def test_c_and_numpy_give_the_same_aggregates():
    c_market()
    found, reference = (compare.aggregates(name, HOUSEHOLDS, WEEKS, SEEDS) for name in ("plain C", "numpy"))
    assert compare.agree(found, reference), compare.gaps(found, reference)


def test_without_a_compiler_c_is_left_out_and_the_reason_said(monkeypatch, tmp_path):
    monkeypatch.delitem(sys.modules, "benchmarks.peers.c_market", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert compare.why_not("plain C") == "there is no C compiler"
    assert compare.why_not("ours") == ""
