"""The page Now: the figures of `jangmadang outlook`, their age, the border, and hunger as the shipped answer has it."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from jangmadang.economy_outlook.asking import MEMBERS
from jangmadang.economy_outlook.record import recorded_answer, write_answer
from jangmadang.evidence.shipped import shipped_prices, shipped_rows
from jangmadang.evidence.table import write_observations
from jangmadang.outlook.ahead import outlook
from jangmadang.outlook.weekly import usable_reports
from jangmadang.report.wording import number
from jangmadang.serve import known
from jangmadang.serve.jobs.table import FAILED, Jobs
from jangmadang.serve.pages import now
from jangmadang.serve.rendering import KeptAnswers

ORIGIN = date(2026, 2, 1)


def text_of(ask: TestClient) -> str:
    said = ask.get("/now")
    assert said.status_code == 200
    return html.unescape(said.text)


def layer(spec: dict[str, Any], mark: str, n: int = 0) -> list[dict[str, Any]]:
    return [one for one in spec["layer"] if one["mark"]["type"] == mark][n]["data"]["values"]


def test_prices_and_rates_are_those_of_the_outlook(ask: TestClient) -> None:
    text = text_of(ask)
    for series in outlook(usable_reports(shipped_prices()), ORIGIN, [("Hyesan", "rice"), ("Hyesan", "cny")]):
        assert series.now is not None
        assert f"{number(series.now.price(0.5))} [{number(series.now.price(0.05))} to" in text.replace("\u00a0", " ")
        spec = ask.get(f"/now/{series.item}.json").json()
        most, half, median = layer(spec, "area"), layer(spec, "area", 1), layer(spec, "line")
        assert [row["value"] for row in median] == [one.price(0.5) for one in (series.now, *series.ahead)]
        for wide, narrow, middle in zip(most, half, median, strict=True):
            assert wide["low"] < narrow["low"] < middle["value"] < narrow["high"] < wide["high"]


def test_the_age_of_the_evidence_is_counted_to_today(ask: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(date):
        @classmethod
        def today(cls) -> date:
            return date(2026, 2, 22)

    monkeypatch.setattr(now, "date", Later)
    assert "of 2026-02-01, 3 weeks ago" in text_of(ask)


def test_what_moved_in_four_weeks_and_the_record_are_told(ask: TestClient) -> None:
    text = text_of(ask)
    assert "From 2026-01-04 to 2026-02-01 the medians moved" in text
    assert "The largest surprises since 2026-01-04" in text and "Record of past forecasts" in text
    assert "Of the last 60 reports scored" in text


def test_channels_are_told_with_what_says_so(ask: TestClient) -> None:
    text = text_of(ask)
    assert "assumed reopening of the state channel" in text and "private smuggling, export" in text


def test_hunger_by_class_is_the_shipped_answer_s(ask: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = recorded_answer()
    assert answer is not None
    monkeypatch.setattr(now, "_answer_of", lambda *_: answer)  # whatever has changed since it was made
    monkeypatch.setattr(now, "now_of", now.now_of.__wrapped__)
    text = text_of(ask)
    assert "What the season would bring" in text and "take levels of hunger and incomes as indications" in text
    told = answer.of("short_of_staples", "hyesan", "labourer").bands[0]
    rows = layer(ask.get("/now/classes.json").json(), "bar")
    assert rows[0] == {
        "what": "labourers, 2026-02-01",
        "value": 100 * told.median,
        "low": 100 * told.low,
        "high": 100 * told.high,
    }
    assert {row["what"].split(",")[0] for row in rows} == {"labourers", "stallholders", "officials", "donju"}


def test_with_other_evidence_the_outlook_is_another_and_the_shipped_answer_is_not_shown(
    ask: TestClient, results: Path
) -> None:
    before = text_of(ask)
    last = max((row for row in shipped_rows() if row.item == "rice" and row.place == "Hyesan"), key=lambda r: r.date)
    later = date(2026, 3, 2)
    dear = replace(last, id="mine", date_start=later, date_end=later, known_on=later, low=30_000.0, high=30_000.0)
    write_observations(results / "evidence" / "observations.csv", [dear])
    after = text_of(ask)
    assert after != before and "Ask the economy" in after and "Ask the economy" not in before
    assert ask.get("/now/hunger.json").status_code == 404


def test_the_economy_is_asked_of_this_page_s_evidence_and_its_answer_shown(
    ask: TestClient, results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(now, "shipped_economy_outlook", lambda: None)
    monkeypatch.setattr(now, "now_of", now.now_of.__wrapped__)
    assert "Ask the economy" in text_of(ask)
    assert ask.post("/now/economy", follow_redirects=False).headers["location"] == "/now#stress"
    (job,) = Jobs(results).all()
    assert job.total == MEMBERS and job.counted == "members"
    text = text_of(ask)
    assert f"0 of {MEMBERS} members are done" in text or "waits for the run before it" in text
    assert "Ask the economy" not in text and f'data-job="{job.id}"' in text
    kept = job.folder / "answer.json"
    assert job.arguments[-3:] == ("--keep", str(kept), "--replace") and job.arguments[:2] == ("outlook", "--economy")

    answer, reports = recorded_answer(), usable_reports(shipped_prices())
    assert answer is not None
    write_answer(answer, reports[1:], kept)
    assert "Ask the economy" not in text_of(ask) and "labourers" not in text_of(ask), "of other reports"
    write_answer(answer, reports, kept)
    assert "What the season would bring" in text_of(ask) and "data-job" not in text_of(ask)
    assert ask.get("/now/classes.json").status_code == 200


def test_an_answer_that_failed_says_why(ask: TestClient, results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(now, "shipped_economy_outlook", lambda: None)
    monkeypatch.setattr(now, "now_of", now.now_of.__wrapped__)
    ask.post("/now/economy", follow_redirects=False)
    jobs = Jobs(results)
    jobs.end(jobs.all()[0].id, FAILED, "the disk is full; make room")
    text = text_of(ask)
    assert "the disk is full; make room" in text and "Ask the economy" in text


def test_a_damaged_table_is_one_message(ask: TestClient, results: Path) -> None:
    (results / "evidence").mkdir(parents=True)
    (results / "evidence" / "observations.csv").write_text("id,place\n1,Hyesan\n", "utf-8")
    said = ask.get("/now")
    assert said.status_code == 400 and "is no observation table" in said.text


def test_the_kept_run_s_answer_is_shown_where_there_is_one(ask: TestClient, results: Path) -> None:
    assert "kept run" not in text_of(ask)
    (results / "hyesan").mkdir(parents=True)
    (results / "hyesan" / "answer.txt").write_text("Rice: 20,600 won.\n\nOf labourers, <b>16 %</b>.\n", "utf-8")
    assert "&lt;b&gt;16 %&lt;/b&gt;" in ask.get("/now").text and "Rice: 20,600 won." in text_of(ask)


def test_without_the_shipped_answer_the_kept_run_s_stands_open(
    ask: TestClient, results: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (results / "hyesan").mkdir(parents=True)
    (results / "hyesan" / "answer.txt").write_text("Of labourers, 16 %.\n", "utf-8")
    for answer, opened in ((recorded_answer(), "<details>"), (None, "<details open>")):
        monkeypatch.setattr(now, "_answer_of", lambda *_, answer=answer: answer)
        monkeypatch.setattr(now, "now_of", getattr(now.now_of, "__wrapped__", now.now_of))
        ask.app.state.answers = KeptAnswers()  # type: ignore[attr-defined]
        assert f"{opened}<summary>What the kept run of the standard" in ask.get("/now").text


def test_no_other_chart_is_there(ask: TestClient) -> None:
    assert ask.get("/now/gold.json").status_code == 404


def test_an_address_that_runs_a_script_is_no_link() -> None:
    assert known.linked("Daily NK", "javascript:alert(1)") == "Daily NK"
    assert known.linked("Daily NK", "https://dailynk.com").address == "https://dailynk.com"
