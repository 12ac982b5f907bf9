"""What the posterior says of the standard history: quantiles over draws, and where the answer tells them."""

from __future__ import annotations

import numpy as np

from jangmadang.report.first_page import fitted_sentence
from jangmadang.report.wording import percent
from jangmadang.results.assumption_bands import headline_means
from jangmadang.results.bands import Bands
from jangmadang.results.posterior_levels import posterior_levels, posterior_rows


def test_rows_are_quantiles_of_the_draws() -> None:
    name = "short_of_staples_share_all"
    draws = [{(name, "2020"): float(value), ("imports", "2020"): 1.0} for value in np.arange(1, 202)]
    assert posterior_rows(draws) == [(name, "2020", 201, 11.0, 101.0, 191.0)]


def test_hunger_has_levels_in_every_year() -> None:
    levels = posterior_levels()
    for year in range(2015, 2027):
        level = levels["short_of_staples_share_all", str(year)]
        assert level.low <= level.middle <= level.high and level.draws >= 60, year


def test_the_sentence_tells_both_and_is_silent_where_nothing_ships(bands: Bands) -> None:
    last = bands.main["week"].values[-1].astype("datetime64[D]").item()
    told = fitted_sentence(bands.main)
    own = headline_means(bands.main)["short_of_staples_share_all", f"{last:%Y}"]
    assert f"in {last:%Y}, not {percent(own)}" in told
    level = posterior_levels()["short_of_staples_share_all", f"{last:%Y}"]
    assert percent(level.middle) in told and "60 draws" in told
    for weeks in (-30, 52 * 40):  # its last year has other weeks than the draws'
        assert fitted_sentence(bands.main.assign_coords(week=bands.main["week"] + np.timedelta64(weeks, "W"))) == ""
