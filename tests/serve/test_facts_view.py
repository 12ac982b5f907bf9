"""The page Facts: figures of the shipped records, limits with their sources, filters, and what is not there."""

from __future__ import annotations

import html
import math
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from jangmadang.facts.levels import shipped_level_records
from jangmadang.facts.publishing import NOT_EARNED
from jangmadang.facts.records import shipped_records, shipped_verdicts
from jangmadang.facts.running import FACTS
from jangmadang.serve import facts_charts, facts_view
from jangmadang.serve.facts_view import Asked


def text_of(ask: TestClient, address: str) -> str:
    said = ask.get(address)
    assert said.status_code == 200
    return html.unescape(said.text)


def values(spec: dict[str, Any], mark: str, n: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [one for one in spec["layer"] if one["mark"]["type"] == mark][n]["data"]["values"]
    return found


def test_every_statement_is_listed_with_its_figure_and_leads_to_its_page(ask: TestClient) -> None:
    text = text_of(ask, "/facts")
    for record in shipped_records():
        assert f'href="/facts/{record["id"]}"' in text and facts_view.measured(record) in text


def test_a_verdict_and_a_group_are_filters(ask: TestClient) -> None:
    text = text_of(ask, f"/facts?group=S&verdict={NOT_EARNED}")
    for record in shipped_records():
        wanted = record["id"][0] == "S" and record["published"] == NOT_EARNED
        assert (f'href="/facts/{record["id"]}"' in text) is wanted
    assert "L84" not in text and 'href="/facts/L84"' in text_of(ask, "/facts?group=L")
    assert "Nothing of this group" in text_of(ask, "/facts?group=L&verdict=holds")


@pytest.mark.parametrize("query", ["group=Q", "verdict=proven"])
def test_an_unknown_filter_is_one_message(ask: TestClient, query: str) -> None:
    said = ask.get(f"/facts?{query}")
    assert said.status_code == 400 and "no " in said.text


def test_a_page_tells_conditions_limits_and_the_mechanism(ask: TestClient) -> None:
    record = facts_view.records()["C8"]
    text = text_of(ask, "/facts/C8")
    for row in record["conditions"]:
        assert row["what"] in text and row["bound"] in text and facts_view.measured(row) in text
    assert record["reason"] in text and facts_view.left_without(record) in text
    assert "/mechanisms/confidence#confidence" in text


def test_a_limit_leads_to_its_document() -> None:
    links = facts_view.sources_within("rural Ryanggang in 2022: 40-70 % missed meals (E0397, E0398)")
    assert links and all(link.address.startswith("http") for link in links)  # type: ignore[union-attr]
    assert facts_view.sources_within("sign only") == []


def test_a_picture_shows_every_seed_and_the_limits(ask: TestClient) -> None:
    verdict = next(one for one in shipped_verdicts() if one.fact.name == "C8")
    spec = ask.get("/facts/C8/1.json").json()
    assert [row["value"] for row in values(spec, "point")] == list(verdict.conditions[1].values)
    assert values(spec, "rect") == [{"low": -0.5, "high": -0.2}]
    shown = values(spec, "bar")
    assert verdict.counter is not None
    assert [row["value"] for row in shown] == [verdict.conditions[1].mean, verdict.counter.mean]
    low, high = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert all(low <= row["low"] <= row["value"] <= row["high"] <= high for row in shown)


def test_every_picture_of_every_statement_and_level_is_finite() -> None:
    for verdict in facts_view.verdicts().values():
        for n in range(len(verdict.conditions)):
            spec = facts_charts.condition_spec(verdict, n)
            assert all(map(math.isfinite, spec["layer"][0]["encoding"]["x"]["scale"]["domain"]))
    for row in facts_view.level_records().values():
        if any(value is not None for value in row["values"]):
            facts_charts.level_spec(row)


def test_every_level_has_its_page(ask: TestClient) -> None:
    for record in shipped_level_records()[::9]:
        text = text_of(ask, f"/facts/{record['id']}")
        assert record["what"] in text and all(source in text for source in record["sources"])


def test_what_is_taken_away_is_named_by_the_mechanism() -> None:
    assert [one.fact.name for one in facts_view.testing("confidence")] == ["C8"]
    assert facts_view.countering(FACTS["S8"]) == ["collecting"] and facts_view.countering(FACTS["R1"]) == []


def test_arms_are_told_in_full() -> None:
    rows = dict(facts_view.arm_rows(FACTS["S4"]))
    assert rows["few shipments"] == "openness of all channels, export set to 0.3 from 2025-01-06"
    assert "metal inspection set to 0.55" in rows["counter-experiment, laid over"]
    assert "food aid of Hyesan, rice set to 339 t/week" in dict(facts_view.arm_rows(FACTS["R9"]))["aid"]


def test_levels_are_asked_for_by_their_verdicts() -> None:
    assert facts_view.asked_levels(Asked()) == []
    within = facts_view.asked_levels(Asked(verdict="within 1.5"))
    assert within and {row["verdict"] for row in within} == {"within 1.5"}


def test_an_interval_is_told_as_on_all_pages() -> None:
    assert facts_view.as_pages_have_it("-0.1 [-0.2, -0.05] weeks") == "-0.1 [-0.2 to -0.05] weeks"
    assert (
        facts_view.as_pages_have_it("1.2 million [1.1 million, 1,240] yuan")
        == "1.2 million [1.1 million to 1,240] yuan"
    )
    assert facts_view.as_pages_have_it("2 million [1.9 million, 2.1 million]") == "2 million [1.9 to 2.1 million]"
    assert facts_view.as_pages_have_it("none") == "none"


@pytest.mark.parametrize("address", ["/facts", "/facts?group=L", "/facts/C8", "/facts/R1", "/facts/L1"])
def test_no_page_of_facts_has_an_interval_of_another_form(ask: TestClient, address: str) -> None:
    text = text_of(ask, address)
    assert re.search(r"\[[^\[\]]+ to [^\[\]]+\]", text)
    assert not re.search(r"\[-?[\d.,]+[^\[\]]*, [^\[\]]*\]", text)


@pytest.mark.parametrize("address", ["/facts/Q1", "/facts/C1/9.json", "/facts/other.json", "/facts/Q1/0.json"])
def test_nothing_else_is_there(ask: TestClient, address: str) -> None:
    assert ask.get(address).status_code == 404


def test_what_restates_the_given_path_is_not_counted_as_earned(ask: TestClient) -> None:
    text = ask.get("/facts").text
    assert "3 of 11 earned" in text and "restate the given path: S1, S2, S3; not: S6" in text


def test_a_level_s_row_has_its_unit_and_leaves_the_parameters_that_cite_it_to_its_page(ask: TestClient) -> None:
    cited = next(row for row in facts_view.level_records().values() if row["why"].startswith("cited by"))
    text = text_of(ask, "/facts?group=L")
    unit = facts_charts.unit_in_words(cited["unit"])
    assert f"{cited['what']}, {unit}" in text and "(cited)" in text and "cited by" not in text
    assert cited["restated_by"][0] in text_of(ask, f"/facts/{cited['id']}")
