"""The report: one self-contained page with the answer first."""

from __future__ import annotations

import itertools
import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import date2num
from synthetic_run import SyntheticRun, synthetic_run

from jangmadang.economy_outlook.record import shipped_economy_outlook
from jangmadang.evidence.shipped import shipped_prices
from jangmadang.report import overview_figure, write_run
from jangmadang.report.answer import class_rows
from jangmadang.report.assumptions import (
    assumed_spells,
    changes_against,
    channel_states,
    given_openness,
    parameter_count,
    scenario_changes,
    standard_comparison,
)
from jangmadang.report.evidence_age import last_reports
from jangmadang.report.figures import SECTIONS
from jangmadang.report.flow_matrix import (
    balance_change,
    chosen_year,
    flow_matrix,
    matrix_in_words,
    year_weeks,
)
from jangmadang.report.footnotes import Footnotes, in_words, references_behind, runs_of
from jangmadang.report.page import _lying, section_figures
from jangmadang.report.regimes import border_openness, channel_openness, spells
from jangmadang.report.reported import reported_beside
from jangmadang.report.section import yearly_table
from jangmadang.report.sheet import PHONE
from jangmadang.report.wording import (
    LATEST,
    change,
    level,
    listed,
    milestones,
    number,
    percent,
    signed_level,
    signed_points,
    spanned,
)
from jangmadang.results import Bands, to_dataset
from jangmadang.scenario import load

MOST_BYTES = 6_000_000


def test_page_is_self_contained(page: str) -> None:
    assert len(page.encode()) < MOST_BYTES
    assert not re.search(r'src="(?!data:)', page) and not re.search(r"<(?!a )[^<>]*href=", page)
    links = set(re.findall(r'<a href="(?!#)([^"]+)"', page))
    sources = page[page.index('id="sources"') :]
    assert all(link.startswith("http") and f'href="{link}"' in sources for link in links), "links are those of sources"
    assert "<script" not in page and "@import" not in page


def test_page_has_every_section_and_figure(page: str) -> None:
    others = (
        "answer",
        "assumptions",
        "contents",
        "now_and_next",
        "flows",
        "places",
        "fit",
        "episodes",
        "facts",
        "about",
    )
    for key in (*others, *(section.key for section in SECTIONS)):
        assert f'id="{key}"' in page, key
    assert page.count("data:image/png;base64,") == 2 * len(SECTIONS) + 1, (
        "each section, for a phone too, and the fan chart"
    )
    why = 1 if shipped_economy_outlook() else 0
    assert page.count("<details>") == len(SECTIONS) + 2 + why, "yearly means of each section, skill, why, the facts"
    for key in set(re.findall(r'href="#([\w-]+)"', page)):
        assert f'id="{key}"' in page


def test_answer_comes_before_the_contents_and_in_its_order(page: str) -> None:
    top = page[: page.index('id="contents"')]
    words = (
        "What would a report look like?",
        "conditions of its own in place of the history",
        "Over the 52 weeks to that of",
        "would be short of staple food",
        "most in",
        "than in the year before",
        "In the four weeks to that of",
        "How old is the evidence?",
        "all households",
        "What carries this answer",
        "State smuggling, import: open (1) since 2026-03-16",
        "mid-March 2026",
        "rest on an assumption alone",
        "exclude parameter uncertainty",
    )
    places = [top.find(part) for part in words]
    assert -1 not in places, words[places.index(-1)]
    assert places == sorted(places)


def test_weeks_that_reports_reach_are_told_in_the_indicative(early_page: str) -> None:
    page = early_page
    assert "were short of staple food" in page
    told = page[page.index('id="answer"') : page.index('id="facts"')]
    outlook = told[told.index('id="now_and_next"') :]  # what lies ahead of the run's end is conditional
    assert "would" not in told.replace(outlook[: outlook.index("</section>")], "")


def test_weeks_after_the_last_report_are_told_as_what_would_be(page: str, run: SyntheticRun) -> None:
    last = reported_beside(run.scenario, to_dataset(run)).data_end
    for key in (*(section.key for section in SECTIONS), "places"):
        heading = re.search(rf'id="{key}".*?<h2>(.*?)</h2>', page, re.S)
        assert heading and f"after {last}: what the model says would be" in heading[1], key
    for said in re.findall(r'<p class="shows">(.*?)</p>', page[: page.index('id="flows"')]):
        for clause in (clause for clause in said.split(";") if LATEST in clause):
            verbs = re.compile(
                r"would \w+|rose|fell|hardly changed|averaged|came to|cost|lasted|numbered|spent|stood|went"
            )
            before = verbs.findall(clause[: clause.index(LATEST)])
            assert (before or verbs.findall(clause))[-1].startswith("would"), clause
    assert f"Who paid whom in {chosen_year(run.weeks)}</h2>" in page, "2025 lies before"


def test_a_sentence_changes_its_mood_where_reports_end() -> None:
    weeks = np.datetime64("2019-01-07") + 7 * np.arange(52 * 8)
    rises = xr.DataArray(
        np.linspace(1.0, 9.0, len(weeks)), dims="week", coords={"week": weeks.astype("datetime64[ns]")}
    )
    told = {
        end: listed(rises, milestones(rises.to_dataset(name="x"), np.datetime64(end)), ("cost", "would cost"), " won")
        for end in ("2018-01-01", "2024-01-01", "2030-01-01")
    }
    latest = "8.51 in the last 52 weeks"
    assert told["2030-01-01"] == f"cost 1.49 won in 2019, 3.50 in 2021 and {latest}"
    assert told["2024-01-01"] == f"cost 1.49 won in 2019 and 3.50 in 2021, and would cost {latest}"
    assert told["2018-01-01"] == f"would cost 1.49 won in 2019, 3.50 in 2021 and {latest}"
    assert (change(100, 48, True), change(100, 101, True)) == ("would fall by 52 %", "would hardly change")


def test_a_change_is_the_first_thing_said_and_carries_the_channel(dataset: xr.Dataset) -> None:
    scenario = load("border-closed")
    changes = scenario_changes(scenario)
    assert changes[0] == "openness of all channels, both ways set to 0 from 2026-03-16 (Every channel at Hyesan)"
    assert {state.basis for state in channel_states(scenario, dataset["openness"])} == {
        "set by this scenario from 2026-03-16"
    }


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"exchange_rate": {"endogenous_from": "2020-01-20"}}, "exchange rate free from 2020-01-20"),
        (
            {"paths": {"openness[customs,import]": [{"from": "2016-01-04", "value": 0, "source": ["assumed"]}]}},
            "openness of customs, import set to 0 from 2016-01-04",
        ),
        (
            {"series": {"staple_price_shock[rice]": {"2026-01-05": 1.1, "2026-01-12": 0.9}}},
            "staple price shock of rice: a value for each of 2 weeks, 2026-01-05 to 2026-01-12",
        ),
        ({"parameters": {"buffer_weeks": {"labourer": 10}}}, "buffer_weeks of labourers set to 10 week"),
        ({"switches": {"samples": "off"}}, "samples off"),
        (
            {"changes": [{"path": "food_aid[ryanggang_rest,rice]", "from": "2026-03-16", "set": 50}]},
            "food aid of Ryanggang outside Hyesan, rice set to 50 t/week from 2026-03-16",
        ),
        (
            {"changes": [{"path": "food_aid", "from": "2026-03-16", "set": 50}]},
            "food aid of every place and every crop set to 50 t/week from 2026-03-16",
        ),
        (
            {"changes": [{"path": "cash_transfer_cny[hyesan,labourer]", "from": "2026-03-16", "set": 23}]},
            "yuan given to each household of Hyesan, labourers set to 23 yuan/week from 2026-03-16",
        ),
    ],
)
def test_whatever_a_scenario_changes_is_said(settings: dict[str, Any], said: str) -> None:
    standard = load("hyesan")
    assert scenario_changes(standard) == []
    changed = standard.with_changes(**settings)
    assert scenario_changes(changed) == [said]
    assert changes_against(standard, changed) == [said] and changes_against(changed, changed) == []
    assert standard_comparison(changed) == "", "no name stands for it"


def test_a_command_is_printed_only_for_a_scenario_that_its_name_brings_back() -> None:
    assert standard_comparison(load("hyesan")) == ""
    for name in ("closure-rate-free", "border-closed", "baseline"):
        assert scenario_changes(load(name))
        assert standard_comparison(load(name)) == f"jangmadang compare hyesan {name}"
    assert standard_comparison(load("border-closed").with_changes(switches={"samples": "off"})) == ""


def test_the_age_of_the_evidence_is_that_of_its_last_reports(run: SyntheticRun) -> None:
    reports = {report.kind: report for report in last_reports(run.scenario, shipped_prices())}
    assert set(reports) == {"staple price", "exchange rate"}, "every spell of the border is assumed here"
    assert all(report.day < run.scenario.end for report in reports.values())
    price = reports["staple price"]
    later = [o for o in shipped_prices() if o.item in ("rice", "corn") and o.model_place == "hyesan"]
    assert price.day >= max(o.date for o in later)
    assert price.weeks_before(price.day + timedelta(days=20)) == 2


def test_a_run_that_ended_before_knows_no_later_report() -> None:
    end = date(2018, 6, 30)
    known = last_reports(load("hyesan"), shipped_prices(), end)
    assert {report.kind for report in known} == {"staple price", "exchange rate", "change of the border"}
    assert all(date(2017, 1, 1) < report.day <= end for report in known)


def test_every_sentence_is_made_of_numbers(bands: Bands, dataset: xr.Dataset) -> None:
    for section in SECTIONS:
        sentence = section.sentence(bands, milestones(dataset))
        assert "nan" not in sentence.lower().split() and sentence.endswith("."), section.key
        assert section.caption
        assert all(panel.unit for panel in section.panels)


def test_yearly_means_are_means(bands: Bands, dataset: xr.Dataset) -> None:
    section = next(section for section in SECTIONS if section.key == "prices")
    table = yearly_table(section, bands)
    rice = dataset["rice_price"].sel(place="hyesan")
    assert table.iloc[4, 0] == pytest.approx(float(rice[rice["week"].dt.year == 2019].mean()))
    assert list(table.index) == list(range(2015, 2027))


def test_yearly_means_lie_across_a_printed_page_and_each_is_named_on_a_phone(page: str) -> None:
    years = [str(year) for year in range(2015, 2027)]
    tables = re.findall(r"<summary>Yearly means</summary>.*?</table>", page, re.S)
    assert len(tables) == len(SECTIONS)
    for section, found in zip(SECTIONS, tables, strict=True):
        assert re.findall(r"<th>(\d+)</th>", found) == years
        rows = re.findall(r"<tr><td>.*?</tr>", found)
        assert len(rows) == sum(len(panel.lines) for panel in section.panels)
        assert all(re.findall(r'data-is="(\d+)"', row) == years for row in rows)


def test_years_that_no_page_holds_side_by_side_stand_under_each_other() -> None:
    means = pd.DataFrame({"rice": np.arange(15.0)}, index=range(2015, 2030))
    assert _lying(means[:14]).shape == (1, 14) and _lying(means).shape == (15, 1)


def test_flow_matrix_agrees_with_balances(run: SyntheticRun) -> None:
    year = chosen_year(run.weeks)
    assert year == 2025
    for currency in ("kpw", "cny"):
        matrix = flow_matrix(run.ledger, year_weeks(run.weeks, year), currency)
        change_of_balances = balance_change(run.ledger, year_weeks(run.weeks, year), currency)
        np.testing.assert_allclose(matrix.gained, change_of_balances[matrix.gained.index], atol=1e-6)
        assert matrix.gained.sum() == pytest.approx(0, abs=1e-6)


def test_amounts_of_the_flow_matrix_are_in_the_unit_that_it_names(run: SyntheticRun) -> None:
    year = chosen_year(run.weeks)
    for currency, unit, divide_by in (("kpw", "billion won", 1e3), ("cny", "million yuan", 1.0)):
        shown, million = (
            matrix_in_words(run.ledger, year_weeks(run.weeks, year), currency),
            flow_matrix(run.ledger, year_weeks(run.weeks, year), currency),
        )
        assert shown["unit"] == unit
        assert [paid for _, _, paid in shown["rows"]] == [number(v / divide_by) for v in million.payments.sum(axis=1)]
        assert shown["received"] == [number(v / divide_by) for v in million.payments.sum(axis=0)]


def test_regimes_are_read_from_the_paths(dataset: xr.Dataset) -> None:
    private = spells(channel_openness(dataset, "private_smuggling"))
    assert [spell.status for spell in private] == ["open", "closed"]
    assert private[0].until == np.datetime64("2020-01-27")
    border = [spell.status for spell in spells(border_openness(dataset))]
    assert border == ["open", "closed", "open", "restricted", "open"]


def test_assumptions_in_force(run: SyntheticRun) -> None:
    now = assumed_spells(run.scenario.paths, np.datetime64("2026-11-23").item())
    assert [(spell.value, spell.since.isoformat()) for spell in now] == [(1.0, "2026-03-16")]
    assert "import" in now[0].targets and "export" in now[0].targets
    assert assumed_spells(run.scenario.paths, np.datetime64("2026-03-01").item()) == []
    count = parameter_count(run.scenario)
    assert count.assumed + count.partly <= count.total


@pytest.fixture(scope="module")
def short_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a short run without replicates."""
    return write_run(synthetic_run(1, weeks=30, start="2024-01-01"), [], tmp_path_factory.mktemp("short") / "result")


def test_short_run_without_replicates_has_a_report(short_store: Path) -> None:
    page = (short_store / "report.html").read_text("utf-8")
    assert "no year before to compare with" in page and "No replicates were run" in page


def test_store_gets_its_report_and_overview_is_drawn(
    run: SyntheticRun, short_store: Path, dataset: xr.Dataset, bands: Bands
) -> None:
    store = short_store
    for page in ("report.html", "facts.html"):
        assert (store / page).stat().st_size > 100_000
    words = (store / "answer.txt").read_text("utf-8")
    assert "of Hyesan's households" in words and "Last reported exchange rate" in words
    for name, band in json.loads((store / "forecast_bands.json").read_text("utf-8")).items():
        assert band["low"] < band["now"] < band["high"], name
        assert f"({number(band['low'])} to {number(band['high'])}), forecast band" in words
    for section in SECTIONS:
        assert (store / "figures" / f"{section.key}.png").read_bytes().startswith(b"\x89PNG")
        assert b"<svg" in (store / "figures" / f"{section.key}.svg").read_bytes()[:800]
    figure = overview_figure(run.scenario, dataset, bands)
    assert len(figure.axes) == 5
    assert all(_ends_of_reports(axis) for axis in figure.axes[1:])


def _ends_of_reports(axis: Any) -> list[float]:
    """Days of the dashed lines in a panel."""
    return [float(line.get_xdata()[0]) for line in axis.lines if line.is_dashed()]


def test_every_panel_of_the_page_marks_where_reports_end(run: SyntheticRun, dataset: xr.Dataset, bands: Bands) -> None:
    reported = reported_beside(run.scenario, dataset)
    last = max(age.day for age in reported.ages)
    for key, figure in section_figures(bands, dataset, reported).items():
        for axis in figure.axes[1:]:
            assert _ends_of_reports(axis) == [date2num(last)], key
        assert "reports end" in [text.get_text() for text in figure.axes[1].texts], key


def test_on_a_phone_every_panel_fits_its_words_and_marks_where_reports_end(
    run: SyntheticRun, dataset: xr.Dataset, bands: Bands, page: str
) -> None:
    reported = reported_beside(run.scenario, dataset)
    wide = section_figures(bands, dataset, reported)
    for key, figure in section_figures(bands, dataset, reported, PHONE).items():
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        around = figure.bbox
        for axis, on_page in zip(figure.axes[1:], wide[key].axes[1:], strict=True):
            assert _ends_of_reports(axis) == _ends_of_reports(on_page), key
            words = [axis._left_title, *(axis.get_legend().get_texts() if axis.get_legend() else ())]  # type: ignore[attr-defined]
            boxes = [one.get_window_extent() for one in (*words, *axis.texts)]
            assert all(0 <= box.x0 and box.x1 <= around.x1 and box.y1 <= around.y1 for box in boxes), key
            assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2)), key
        tops = [axis.get_position().y1 for axis in figure.axes]
        assert tops == sorted(tops, reverse=True) and figure.axes[-1].get_position().y0 > 0
    assert page.count("<source media=") == len(wide)


def test_what_rests_on_evidence_has_a_number_that_leads_to_its_source(page: str) -> None:
    body, sources = page[: page.index('id="sources"')], page[page.index('id="sources"') :]
    cited = [int(number) for number in re.findall(r'<a href="#source-(\d+)">', body)]
    listed = [int(number) for number in re.findall(r'<li id="source-(\d+)">', sources)]
    assert listed == list(range(1, len(listed) + 1)) and set(cited) <= set(listed)
    assert max(cited) == len(listed), "every source is cited: ranges end in the last"
    for words in ("It says", "Marks:", "the reports:", "What the strip and the grey rest on:", "six medicines"):
        assert re.search(re.escape(words) + ".*#source-", body, re.I | re.S), words
    first = re.findall(r'<td class="text"[^>]*>[^<]*<sup class="cite"><a href="#source-(\d+)">', body)[:2]
    assert first == ["1", "2"], "numbered in the order of the page"
    for entry in re.findall(r"<li id=.*?</li>", sources, re.S):
        assert re.search(r'(<a href="http[^"]+">http|<code>)', entry), entry


def test_footnotes_keep_their_numbers_and_run_together() -> None:
    notes = Footnotes()
    row, other = references_behind(["border_regimes.csv row 23", "E0342"])
    assert notes.cite([row, other]) == ((1, 2),) and notes.cite([other]) == ((2, 2),)
    assert references_behind(["border_regimes.csv row 23", row.address]) == [row], "an address is named by its row"
    assert references_behind(["assumed", "no such source"]) == []
    again = references_behind([row.address])
    assert notes.cite(again) == ((1, 1),) and len(notes.notes) == 2
    assert runs_of([5, 1, 3, 4]) == ((1, 1), (3, 5)) and in_words(((1, 1), (3, 5))) == "1, 3-5"
    assert notes.number_of(other.address) == 2 and notes.number_of("elsewhere") is None


def test_numbers_in_words() -> None:
    assert [number(value) for value in (0, 0.512, 12.34, 1234.5, 4_460_000, float("nan"))] == [
        "0", "0.512", "12.3", "1,230", "4.46 million", "no value",
    ]  # fmt: skip
    assert (percent(0.0512), percent(0.384)) == ("5.1 %", "38 %")
    assert (change(100, 48), change(100, 101), change(1, 3)) == ("fell by 52 %", "hardly changed", "rose 3-fold")
    assert (change(1, 7.38), change(1, 18.04)) == ("rose 7.4-fold", "rose 18-fold")
    assert [level(63.5, "person"), signed_level(-0.3, "person"), signed_level(14.7, "people")] == ["64", "0", "+15"]
    assert [signed_points(share) for share in (-0.0003, 0.0004, -0.02)] == ["0.0", "0.0", "-2.0"]
    assert spanned("-2.52 million", "-2.30 million") == "-2.52 to -2.30 million"
    assert spanned("-13 %", "-13 %") == "-13 %"


def test_shortage_by_class_is_told_now_and_over_years(bands: Bands, dataset: xr.Dataset) -> None:
    everybody = class_rows(bands, dataset)[-1]
    share = dataset["short_of_staples_share_all"].sel(place="hyesan")
    assert everybody.year.startswith(percent(float(share[-52:].mean())))
    assert everybody.reference.startswith(percent(float(share[share["week"].dt.year == 2019].mean())))


def test_what_a_scenario_gives_is_the_state_in_its_last_week() -> None:
    scenario = load("border-closed")
    given = given_openness(scenario)
    assert given.sizes["week"] == scenario.weeks and float(given[-1].max()) == 0.0
    states = channel_states(scenario, given)
    assert {(state.state, state.basis) for state in states} == {("closed (0)", "set by this scenario from 2026-03-16")}
    assert max(state.since for state in states) == "2026-03-16"


def test_a_closure_that_has_ended_is_told_with_its_dates() -> None:
    stop = {"path": "openness[*,*]", "from": "2026-01-05", "until": "2026-04-05", "set": 0}
    half = {"path": "openness[customs,import]", "from": "2025-03-03", "until": "2025-06-01", "multiply": 0.5}
    given = {"openness[customs,import]": [{"from": "2016-01-04", "until": "2016-01-31", "value": 0.3, "source": ["x"]}]}
    scenario = load("hyesan").with_changes(changes=[stop, half], paths=given)
    told = {(s.channel, s.direction): s.told for s in channel_states(scenario, given_openness(scenario))}
    shut = "closed (0) by this scenario from 2026-01-05 to 2026-04-05"
    assert told["state smuggling", "export"] == f"{shut}; in the last week open (1) since 2026-04-06"
    assert told["customs", "import"].startswith(
        "restricted (0.3) by this scenario from 2016-01-04 to 2016-01-31, "
        f"multiplied by 0.5 by this scenario from 2025-03-03 to 2025-06-01, {shut}; in the last week open (1)"
    )
    in_force = load("hyesan").with_changes(changes=[{**stop, "until": "2026-11-29"}])
    assert not any("by this scenario from 2026" in s.told for s in channel_states(in_force, given_openness(in_force)))
