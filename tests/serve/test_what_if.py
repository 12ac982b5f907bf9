"""The page What if: a form that is its address, scenarios as the command line reads them, an answer as it wrote it."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pandas as pd
import pytest
import yaml
from starlette.applications import Starlette
from starlette.testclient import TestClient

from jangmadang.report.comparison_lines import PANELS
from jangmadang.scenario import load
from jangmadang.scenario.paths import REPORTED_RATE, paths
from jangmadang.scenario.shocks import shocks
from jangmadang.scenario.yaml_files import parse_yaml
from jangmadang.serve.address import query_of, question_of
from jangmadang.serve.asked import Asked, changes_of, scenarios_of
from jangmadang.serve.jobs.progress import told
from jangmadang.serve.jobs.table import Jobs
from jangmadang.serve.question import Dated, Question, Setting, Wanted
from jangmadang.serve.question_fields import MOST_LETTERS, OTHERS, bar_of, found, known_of, offered, offered_whole
from jangmadang.serve.what_if_view import starts, written_out

CLOSED = Dated("border-closed", date(2027, 1, 1), date(2027, 3, 31))
AID = Dated("food_aid[hyesan,rice]", date(2027, 2, 1), date(2027, 2, 28), "set", 339.0)
SHUT = Wanted(
    title="<b>Shut</b>", end=date(2027, 11, 22), dated=(CLOSED, AID), settings=(Setting("storage_loss", "0.005"),)
)
ASKED = Question((Wanted(), SHUT), runs=2)
ADDRESS = f"/what-if?{query_of(ASKED)}"
BESIDE = {"name": "Households short of staples", "unit": "%", "base": "17.4", "forecast": ""}
MEMBER = {"name": "  of labourers", "unit": "won", "base": "33,600", "forecast": "1 to 2"}


@pytest.fixture
def answer(results: Path) -> Path:
    """An answer to the question, as the command writes it, but for its figures."""
    folder = Asked(ASKED, results).folder
    folder.mkdir(parents=True)
    cell = {"level": "15.4", "difference": "-2.0 points", "interval": "-4.3 to +0.3", "sure": False}
    told = {
        "scenario": "hyesan-a", "title": "<b>Shut</b>", "lead": "16 % would be short of staples.",
        "what_moves_with_it": ["rice +4 %"], "windows": [{"text": "first"}, {"text": "After it: fewer."}],
        "cards": [{"name": "Rice", "level": "21,900 won/kg", "difference": "-1 %", "base": "from 22,100"}],
    }  # fmt: skip
    record = {
        "base": {"scenario": "hyesan", "title": "Hyesan"}, "seeds": [1, 2], "statement": "Means.", "notes": [],
        "answers": [told], "forecast_bands": [], "forecast_statement": "", "data_end": "2026-02-01",
        "parting": "2026-12-28", "window": {"first_week": "2026-12-28", "last_week": "2027-11-15"},
        "side_by_side": [{**row, "cells": [cell]} for row in (BESIDE, MEMBER)],
    }  # fmt: skip
    (folder / "answer.json").write_text(json.dumps(record), "utf-8")
    weeks = [f"2027-01-{day:02}" for day in (4, 11, 18, 25)]
    rows = [
        {
            "panel": panel.title,
            "unit": panel.unit,
            "scenario": name,
            "week": week,
            "value": 0.25,
            "low": low,
            "high": 0.5,
        }
        for panel in PANELS
        for name, low in (("hyesan", float("nan")), ("hyesan-a", 0.125))
        for week in weeks
    ]
    pd.DataFrame(rows).to_csv(folder / "weekly.csv", index=False)
    (folder / "comparison.html").write_text("<h1>report</h1><script>bad()</script>")
    return folder


def form_of(page: str) -> dict[str, str]:
    """The fields of the form as a browser would send them."""
    text = page[page.index('<form id="question"') :]
    fields = {}
    for tag in re.findall(r"<input[^>]*>", text):
        name, value = (re.search(rf' {key}="([^"]*)"', tag) for key in ("name", "value"))
        if name and "radio" not in tag:
            fields[name[1]] = (value[1] if value else "").replace("&lt;", "<").replace("&gt;", ">")
    for name, choices in re.findall(r'<select[^>]* name="([^"]*)">(.*?)</select>', text, re.S):
        chosen = re.search(r'value="([^"]*)" selected', choices) or re.search(r'value="([^"]*)"', choices)
        assert chosen
        fields[name] = chosen[1]
    return fields


def pressed(ask: TestClient, address: str, button: str, **typed: str) -> Question:
    """The question after a button of the form at an address."""
    fields = {**form_of(ask.get(address).text), **typed, "do": button}
    back = ask.post("/what-if/edit", data=fields, follow_redirects=False)
    assert back.status_code == 303, back.text
    return question_of(urlsplit(back.headers["location"]).query)


def test_the_form_is_its_address(ask: TestClient) -> None:
    assert pressed(ask, ADDRESS, "keep") == ASKED
    checked = ask.post("/what-if/check", data=form_of(ask.get(ADDRESS).text)).json()
    assert checked == {"query": query_of(ASKED), "problem": ""}


def test_buttons_add_and_take_out(ask: TestClient) -> None:
    three = pressed(ask, ADDRESS, "copy-scenario 1")
    assert three.scenarios == (*ASKED.scenarios, SHUT)
    assert pressed(ask, ADDRESS, "drop-change 1 0").scenarios[1].dated == (AID,)
    assert pressed(ask, ADDRESS, "drop-setting 1 0").scenarios[1].settings == ()
    assert pressed(ask, ADDRESS, "drop-scenario 1").scenarios == (Wanted(),)
    grown = pressed(ask, "/what-if?of=hyesan&of=hyesan", "add-dated 1", **{"add.1": "cash_transfer_cny"}).scenarios[1]
    assert grown.dated[0].what == "cash_transfer_cny[hyesan,*]" and grown.end and grown.end > grown.dated[0].first
    sought = ask.post("/what-if/edit", data={**form_of(ask.get(ADDRESS).text), "do": "find", "find": "storage loss"})
    assert 'value="add-setting into storage_loss"' in sought.text
    named = pressed(ask, ADDRESS, "add-setting into samples", into="0").scenarios[0].settings
    assert named == (Setting("samples", "off"),)
    said = ask.post(
        "/what-if/edit", data={**form_of(ask.get(ADDRESS).text), "do": "add-weeks 1", "add.1": "won-halves"}
    )
    assert "goes from day to day, not week by week" in said.text and "what was typed is still there" in said.text
    for button in ("drop-change 1 9", "drop-change", "add-dated x", "add-change 1 ../x", "drop-scenario 7"):
        assert ask.post("/what-if/edit", data={**form_of(ask.get(ADDRESS).text), "do": button}).status_code == 400


def test_start_rate_theory_weeks_place_and_posterior_are_asked(ask: TestClient, results: Path) -> None:
    one = "/what-if?of=hyesan&of=hyesan"
    assert pressed(ask, one, "add-whole 1", **{"whole.1": "border least_cost"}).scenarios[1].settings == (
        Setting("border", "least_cost"),
    )
    grown = pressed(ask, one, "add-weeks 1", **{"add.1": "inspection_strictness"})
    (weekly,) = grown.scenarios[1].weekly
    typed = {"rate.1": "from", "floats.1": "2020-01-20", "start.1": "2016-01-04", "draws": "posterior",
             "place": "chongjin", "weeks.1.0": "2026-01-05 0.5\n\n2026-01-12  0.25\n"}  # fmt: skip
    asked = pressed(ask, f"/what-if?{query_of(grown)}", "keep", **typed)
    wanted = asked.scenarios[1]
    assert (wanted.start, wanted.floats, asked.place) == (date(2016, 1, 4), date(2020, 1, 20), "chongjin")
    assert wanted.weekly[0].values == ((date(2026, 1, 5), 0.5), (date(2026, 1, 12), 0.25)) != weekly.values
    (_, scenario), made = scenarios_of(asked), Asked(asked, results)
    assert scenario.start == wanted.start and scenario.exchange_rate.endogenous_from == date(2020, 1, 20)
    week = scenario.weekly_paths(date(2026, 1, 12), 1)
    assert np.all(week["inspection_strictness"] == 0.25)
    assert made.command()[3:] == ["--runs", "6", "--posterior", "shipped", "--place", "chongjin", "--xlsx", "--out",
                                  str(made.folder)]  # fmt: skip
    assert changes_of(wanted)[-1] == "the rate floats from 2020-01-20"
    assert 'name="floats.1" type="date" value="2020-01-20"' in ask.get(f"/what-if?{query_of(asked)}").text


def test_a_first_look_is_shown_until_the_answer_is_there(ask: TestClient, answer: Path, results: Path) -> None:
    first = Asked(ASKED, results).first_look
    answer.rename(first)
    assert ask.post("/what-if/run", data=form_of(ask.get(ADDRESS).text), follow_redirects=False).status_code == 303
    shown = ask.get(ADDRESS).text
    assert "Below is a first look, by the first 2 pairs" in shown and "16 % would be short" in shown
    assert 'data-looks="yes"' in shown and ask.get(f"/what-if/charts/0.json?{query_of(ASKED)}").status_code == 200
    (job,) = Jobs(results).all()
    assert told(job)["looked"] and "workbook (XLSX)" not in shown
    first.rename(answer)
    assert "first look" not in ask.get(ADDRESS).text and not told(job)["looked"]


def test_every_field_says_unit_range_reason_and_source(ask: TestClient) -> None:
    shown = ask.get(ADDRESS).text
    known = known_of("storage_loss")
    assert known.unit and known.reason and known.source and known.span == "0.0010 to 0.0060"
    assert f"<b>Plausible</b> {known.span}. <b>Why</b>" in shown and "<b>Source</b> assumed" in shown
    assert [name for name, *_ in found("food aid")][0].startswith("food_aid")


def test_a_scenario_s_file_is_what_the_page_runs(ask: TestClient, results: Path) -> None:
    asked = Asked(ASKED, results)
    asked.write_files()
    paths = [Path(text) for text in asked.command() if text.endswith(".yaml")]
    assert [load(path).content_hash() for path in paths] == [one.content_hash() for one in scenarios_of(ASKED)]
    sent = ask.get(f"/what-if/scenarios/1.yaml?{query_of(ASKED)}")
    assert sent.text == paths[1].read_text("utf-8") and "hyesan-a.yaml" in sent.headers["content-disposition"]
    assert ask.get(f"/what-if/scenarios/2.yaml?{query_of(ASKED)}").status_code == 404


def test_a_title_of_any_kind_stays_a_title() -> None:
    wanted = Wanted(title="x\nname: y\u2028# : {a} 'b'")
    text = Asked(Question((wanted,)), Path("results")).document(0)
    assert yaml.safe_load(text)["name"] == "hyesan" and parse_yaml(text, "x")["title"] == wanted.title


def test_a_shipped_scenario_is_written_out_where_it_has_dated_changes_alone() -> None:
    aid, shipped = scenarios_of(Question((Wanted(), written_out("food-aid"))))[1], load("food-aid")
    assert aid.content_hash() == shipped.content_hash() and written_out("food-aid").extends == "hyesan"
    assert any(written_out(name) == Wanted(name) for name in ("closure-rate-free", "won-collapse"))
    scenarios_of(question_of(urlsplit(starts()[0].address).query))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("of=../../etc/passwd", "no scenario named"),
        ("of=hyesan&change=openness~2040-01-01~~set~0~1", "after the end 2026-11-23"),
        ("of=hyesan&change=rice_price~2026-01-01~~set~0~1", "rice_price is a result"),
        ("of=hyesan&let=storage_loss~7", "outside its range, 0.001 to 0.006"),
        ("of=hyesan&let=openness~1", "openness is a path, which has dates; add it with dates"),
        ("of=hyesan&let=no_such~1", "no_such=1: no parameter, mechanism or theory of that name"),
        ("of=hyesan&let=seizure_hazard~0.04", "to set one alone, choose it beside the name"),
        ("of=hyesan&shock=border-shut~2026-01-01~", "no shock named"),
    ],
)
def test_a_bad_scenario_is_told_in_the_page_and_not_run(ask: TestClient, query: str, says: str) -> None:
    shown = ask.get(f"/what-if?of=hyesan&{query}")
    assert shown.status_code == 200 and 'class="wrong" role="alert"' in shown.text and says in shown.text
    refused = ask.post("/what-if/run", data=form_of(shown.text))
    assert refused.status_code == 400 and says in refused.text
    assert "--set" not in shown.text + refused.text and "--shock" not in shown.text + refused.text


def test_running_queues_the_command_once(ask: TestClient, results: Path) -> None:
    for _ in range(2):
        back = ask.post("/what-if/run", data=form_of(ask.get(ADDRESS).text), follow_redirects=False)
        assert (back.status_code, back.headers["location"]) == (303, ADDRESS)
    (job,) = Jobs(results).all()
    assert job.arguments[0] == "compare" and "--draws" in job.arguments and job.folder == Asked(ASKED, results).folder
    shown = ask.get(ADDRESS).text
    assert f'data-job="{job.id}"' in shown and "waits for the run before it" in shown
    Jobs(results).cancel(job.id)
    assert "Go on" in ask.get(ADDRESS).text
    assert ask.post("/what-if/run", data={"of.0": "hyesan"}).status_code == 400


def test_results_that_cannot_be_written_give_one_message(ask: TestClient, results: Path) -> None:
    results.write_text("a file in the way")
    said = ask.post("/what-if/run", data=form_of(ask.get("/what-if?of=hyesan&of=food-aid").text))
    assert said.status_code in (400, 500) and "annot be" in said.text and "Traceback" not in said.text


def test_the_answer_comes_first_with_intervals_and_why(ask: TestClient, answer: Path) -> None:
    shown = ask.get(ADDRESS).text
    assert "<b>Shut" not in shown and "&lt;b&gt;Shut" in shown
    places = [shown.index(words) for words in ("16 % would be short", "rice +4 %", "After it: fewer.", "Side by side")]
    assert places == sorted(places)
    assert "from 22,100" in shown, "a level is told beside the base's"
    assert "15.4: -2.0 points (-4.3 to +0.3), not sure" in shown
    assert "Households short of staples of labourers" in shown and "33,600 [1 to 2]" in shown
    assert shown.count('class="chart"') == len(PANELS) and "All of it lies after the last report (2026-02-01)" in shown


def test_charts_are_the_weekly_lines(ask: TestClient, answer: Path) -> None:
    spec: dict[str, Any] = ask.get(f"/what-if/charts/0.json?{query_of(ASKED)}").json()
    assert spec["title"] == {"text": PANELS[0].title, "subtitle": "per cent of households"}
    area = next(one for one in spec["layer"] if one["mark"]["type"] == "area")
    assert {(row["low"], row["high"]) for row in area["data"]["values"]} == {(12.5, 50.0)}
    assert ask.get(f"/what-if/charts/99.json?{query_of(ASKED)}").status_code == 400
    assert ask.get(f"/what-if/charts/0.json?{query_of(Question())}").status_code == 404


def test_files_of_the_answer_alone_are_given(ask: TestClient, answer: Path) -> None:
    report = ask.get(f"/what-if/files/comparison.html?{query_of(ASKED)}")
    assert report.status_code == 200 and "sandbox" in report.headers["content-security-policy"]
    assert "script" not in report.headers["content-security-policy"]
    weekly = ask.get(f"/what-if/files/weekly.csv?{query_of(ASKED)}")
    assert (
        weekly.content == (answer / "weekly.csv").read_bytes() and "attachment" in weekly.headers["content-disposition"]
    )
    for name in ("manifest.json", "..%2f..%2fx", "comparison.png"):
        assert ask.get(f"/what-if/files/{name}?{query_of(ASKED)}").status_code == 404


def test_a_bar_lies_where_its_days_are() -> None:
    first, last = date(2027, 1, 1), date(2027, 4, 11)
    bar = bar_of(Dated("x", date(2027, 1, 11), date(2027, 1, 20)), first, last)
    assert (bar.left, bar.width) == (10.0, 10.0)
    assert bar_of(Dated("x", date(2027, 1, 11)), first, last).width == 90.0


def test_what_can_be_added_is_grouped_and_in_order(ask: TestClient) -> None:
    kinds = dict(offered())
    names = [name for entries in kinds.values() for name, _ in entries]
    assert sorted(names) == sorted({*shocks(), *paths()} - {REPORTED_RATE}) and OTHERS not in kinds
    for kind, entries in kinds.items():
        words = [words for _, words in entries]
        assert max(map(len, words)) <= MOST_LETTERS + 2
        assert len(words) <= 13 and (kind in list(kinds)[:2] or words == sorted(words))
    assert dict(kinds["Border and customs"])["openness"].startswith("Openness: Openness of a channel at a border place")
    for _, entries in offered_whole():
        assert [words for _, words in entries] == sorted(words for _, words in entries)
    assert ask.get("/what-if").text.count("<optgroup") == len(kinds) + len(offered_whole())


def test_without_a_question_it_offers_some(ask: TestClient) -> None:
    assert isinstance(ask.app, Starlette)
    shown = ask.get("/what-if").text
    assert all(start.title in shown for start in starts()) and "The border closes for three months" in shown


def test_no_mark_of_the_timeline_reaches_out_of_it(ask: TestClient) -> None:
    marks = re.findall(r'<text x="([\d.]+)%" dx="(-?3)" y="42"( class="before")?>', ask.get(ADDRESS).text)
    assert marks and all((dx == "-3") == bool(before) == (float(left) > 80) for left, dx, before in marks)
