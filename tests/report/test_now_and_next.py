"""Now and next: what the page says of the reports' outlook, and what it knows at the end of an earlier run."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr
from matplotlib.dates import date2num
from synthetic_run import SyntheticRun

from jangmadang.economy_outlook.record import recorded_answer
from jangmadang.evidence.shipped import shipped_prices
from jangmadang.outlook.ahead import FEWEST_SCORED, NOW, WELL_HELD, PastSkill, outlook
from jangmadang.outlook.weekly import usable_reports
from jangmadang.report import economy_ahead
from jangmadang.report import now_and_next as section
from jangmadang.report.economy_ahead import economy_context
from jangmadang.report.fan_chart import fan_chart
from jangmadang.report.first_page import as_text, first_page
from jangmadang.report.now_and_next import NowAndNext, now_and_next
from jangmadang.report.reported import reported_beside
from jangmadang.report.templates import template
from jangmadang.results.bands import Bands

NEWEST = max(report.known_on for report in usable_reports(shipped_prices()))


@pytest.fixture(scope="module")
def found(dataset: xr.Dataset) -> NowAndNext:
    """The outlook beside a run over the whole history."""
    ahead = now_and_next(dataset, shipped_prices())
    assert ahead is not None
    return ahead


def ended(dataset: xr.Dataset, last: date) -> xr.Dataset:
    """A run that ends by a day."""
    return dataset.isel(week=np.flatnonzero(dataset["week"].values <= np.datetime64(last)))


def test_a_run_that_reaches_the_newest_report_knows_all_and_no_assumption(
    found: NowAndNext, dataset: xr.Dataset
) -> None:
    assert found.origin == NEWEST
    other = now_and_next(dataset[["week"]], shipped_prices())  # no series of the run enters
    assert other is not None
    assert section.figure_rows(other) == section.figure_rows(found)
    assert section.figure_rows(found)[0][2][0].startswith(section.number(_rice(found)))


def _rice(found: NowAndNext) -> float:
    """Median of rice now, as the command has it."""
    (series,) = outlook(usable_reports(shipped_prices()), found.origin, [("Hyesan", "rice")])
    assert series.now is not None
    return series.now.price(0.5)


def test_a_run_that_ends_earlier_knows_no_later_report(dataset: xr.Dataset) -> None:
    last = date(2024, 6, 24)
    found = now_and_next(ended(dataset, last), shipped_prices())
    assert found is not None
    assert found.origin == last + timedelta(days=6)
    early = [row for row in shipped_prices() if row.known_on <= found.origin]
    last_row = max((row for row in early if row.item == "rice"), key=lambda row: row.known_on)
    late = replace(last_row, id="late", low=9e5, high=9e5, known_on=found.origin + timedelta(days=1))
    again = now_and_next(ended(dataset, last), [*early, late])
    assert again is not None
    assert section.sentence(again) == section.sentence(found)
    assert all(report.known_on <= found.origin for report in found.marks)
    assert all(news.report.known_on <= found.origin for news in found.account.news)


def test_too_little_evidence_leaves_series_or_section_out(dataset: xr.Dataset) -> None:
    early = now_and_next(ended(dataset, date(2016, 1, 4)), shipped_prices())
    assert early is not None
    assert any(words.startswith("Corn: withheld, only") for words in section.withheld(early))
    assert "Corn" not in [row[0] for row in section.figure_rows(early)]
    assert len(fan_chart(early).axes) == len(early.shown) < 4
    assert now_and_next(ended(dataset, date(2015, 12, 14)), shipped_prices()) is None
    assert section.answer_line(None) == ""
    assert now_and_next(dataset, []) is None


def test_page_and_answer_say_what_it_is(
    run: SyntheticRun, dataset: xr.Dataset, bands: Bands, found: NowAndNext
) -> None:
    context = section.as_context(found, "data:,")
    part = template("now_and_next.html").render(ahead=context, cited=SimpleNamespace(prices=[]))
    assert "No run enters it, and it knows nothing of what this scenario assumes" in part
    assert f"nothing known after {NEWEST}" in part
    for words in (section.sentence(found), section.gates(found), section.changes(found)):
        assert words in part
    assert "would put rice at" in section.sentence(found)
    assert part.count("<td data-is=") >= 4 * len(section.SHOWN_WEEKS)
    first = first_page(
        run.scenario, dataset, bands, reported_beside(run.scenario, dataset), now_and_next=section.answer_line(found)
    )
    text = as_text(first)
    assert text.index("Last reported") < text.index("Now and next: ") < text.index("Customs, import")


@pytest.mark.parametrize(
    ("held", "words"),
    [(WELL_HELD[0] - 0.01, "too few"), (WELL_HELD[1] + 0.01, "too many"), (0.9, "well"), (None, "unknown")],
)
def test_intervals_are_judged_by_what_they_held(held: float | None, words: str) -> None:
    count = 60 if held else FEWEST_SCORED - 1
    assert PastSkill(count, 0.5, held, held, 0.1, 1.0).interval_held == words


def test_what_was_held_badly_is_named_where_the_figure_stands(found: NowAndNext) -> None:
    for series, (_, _, cells) in zip(found.shown, section.figure_rows(found), strict=True):
        for weeks, cell in zip(section.SHOWN_WEEKS, cells, strict=True):
            erred = section.shown_at(series, weeks).skill.interval_held
            assert (f"held {erred}" in cell) == (weeks != NOW and erred in ("too few", "too many"))
            assert weeks == NOW or erred not in ("too few", "too many") or erred in section.gates(found)


def test_news_are_the_largest_surprises_in_order(found: NowAndNext) -> None:
    rows = section.news_rows(found)
    assert 0 < len(rows) <= section.MOST_NEWS < len(found.account.news)
    sizes = {news.report: abs(section._surprise(news)) for news in found.account.news}
    kept = {(row.report, row.week) for row in rows}
    named = [(section._news_row(found.account, n)[:2], size) for n, size in enumerate(sizes.values())]
    left_out = [size for key, size in named if key not in kept]
    assert max(left_out) <= min(size for key, size in named if key in kept)
    assert all(len(row.moved) == len(found.account.series) for row in rows)


def test_the_fan_opens_at_the_origin_and_holds_the_median(found: NowAndNext) -> None:
    figure = fan_chart(found)
    assert len(figure.axes) == len(found.shown) == 4
    for axis, series in zip(figure.axes, found.shown, strict=True):
        assert series.now is not None
        median = next(line for line in axis.lines if line.get_label() == "median")
        days, prices = np.asarray(median.get_xdata(), float), np.asarray(median.get_ydata(), float)
        assert days[0] == date2num(found.origin) and days[-1] == date2num(found.origin + timedelta(weeks=26))
        assert prices[0] == pytest.approx(series.now.price(0.5))
        for band in axis.collections[:2]:
            ends = band.get_paths()[0].vertices
            assert ends[:, 1].min() < prices.min() and ends[:, 1].max() > prices.max()


def test_the_economy_s_answer_stands_on_the_page_of_its_own_day_only(
    found: NowAndNext, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = recorded_answer()
    assert answer is not None
    monkeypatch.setattr(economy_ahead, "shipped_economy_outlook", lambda: answer)
    heads = section.headings(answer.origin)
    assert economy_context(answer.origin, heads) == economy_ahead.as_context(answer, heads)
    assert economy_context(answer.origin - timedelta(days=1), heads) is None
    monkeypatch.setattr(economy_ahead, "shipped_economy_outlook", lambda: None)
    assert economy_context(answer.origin, heads) is None
    economy = economy_ahead.as_context(answer, heads)
    assert "state smuggling import closed (0), export closed (0)" in economy["border"]
    context = section.as_context(found, "data:,") | {"economy": economy}
    part = html.unescape(template("now_and_next.html").render(ahead=context, cited=SimpleNamespace(prices=[])))
    assert economy["sentence"] in part and economy["statement"] in part and "the border and China as in" in part
    assert (economy["caution"] in part) and (bool(economy["caution"]) != answer.gate_holds)
    assert all(len(cells) == len(economy["headings"]) for _, cells in economy["figures"])
    assert all(len(cells) == len(economy["parts"]) for *_, cells in economy["why"])
    withheld = replace(answer, unpushed=0, pushing=tuple(replace(one, standard_errors=9.0) for one in answer.pushing))
    assert "short of staples" not in str(economy_ahead.as_context(withheld, heads)["figures"])
