"""Results as plain tables: every figure once, with its unit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import jangmadang as jm
from jangmadang.errors import InputError
from jangmadang.results.indicators import HEADLINE, compute


@pytest.fixture(scope="module")
def results() -> Any:
    """Eight weeks."""
    return jm.run("hyesan", seed=1, resolution="calibration", until="2015-03-02")


def test_a_series_has_a_row_for_each_week_and_place(results: Any) -> None:
    table = jm.tidy(results, "rice_price")
    assert list(table.columns) == ["name", "week", "place", "value", "unit"]
    assert len(table) == results["rice_price"].size and set(table["unit"]) == {"KPW/kg"}
    at = table[(table["place"] == "hyesan")].set_index("week")["value"]
    np.testing.assert_array_equal(at.values, results["rice_price"].sel(place="hyesan").values)


def test_an_indicator_is_reckoned_and_headlines_are_the_default(results: Any) -> None:
    (name,) = {item.name for item in HEADLINE if item.name == "real_income_median_all"}
    table = jm.tidy(results, name)
    assert len(table) == compute(results)[name].size
    assert set(jm.tidy(results)["name"]) == {item.name for item in HEADLINE}


def test_an_unknown_name_is_told_with_the_nearest(results: Any) -> None:
    with pytest.raises(InputError, match="rice_price"):
        jm.tidy(results, "rice_prise")
    with pytest.raises(InputError, match="no series 'week'"):
        jm.tidy(results, "week")


def test_an_ensemble_has_its_seeds_and_a_folder_its_results(tmp_path: Path) -> None:
    both = jm.ensemble("hyesan", 2, resolution="calibration", until="2015-01-19")
    assert set(jm.tidy(both, "exchange_rate")["seed"]) == set(both["seed"].values)
    table = jm.tidy(both)
    assert set(table["name"]) == {item.name for item in HEADLINE} and set(table["seed"]) == set(both["seed"].values)
    with pytest.raises(InputError, match="is not a results store"):
        jm.open_results(str(tmp_path))


def test_all_public_names_are_there() -> None:
    assert all(getattr(jm, name) is not None for name in jm.__all__) and set(jm.__all__) <= set(dir(jm))
    assert jm.read_text("Rice cost 21,400 won a kilogram in Hyesan on 3 May 2026.").records
