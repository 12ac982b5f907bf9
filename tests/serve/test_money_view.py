"""The page Money and goods: the report's matrix for any quarter, a diagram of the same sums, the yuan, and goods."""

from __future__ import annotations

import html
from pathlib import Path
from xml.etree.ElementTree import fromstring

import numpy as np
import pytest
from starlette.testclient import TestClient

from jangmadang.report.flow_matrix import flow_matrix, matrix_in_words
from jangmadang.report.wording import number
from jangmadang.results.tables import read_ledger, write_ledger
from jangmadang.serve import money_view
from jangmadang.serve.money_view import FULL_WEEKS, Asked, quarters_of
from jangmadang.serve.sankey import WIDE, Ribbon, sankey
from tests.report.synthetic_run import SyntheticRun, synthetic_run


@pytest.fixture(scope="module")
def run() -> SyntheticRun:
    return synthetic_run(1)


@pytest.fixture
def with_ledger(kept: Path, run: SyntheticRun, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The kept run with its ledger, in which abroad is China; the folder of results."""
    monkeypatch.setattr(money_view, "ABROAD", "china")
    write_ledger(run.ledger, run.weeks, kept / "ledger")
    return kept.parent


def text_of(ask: TestClient, address: str) -> str:
    said = ask.get(address)
    assert said.status_code == 200
    return html.unescape(said.text)


def test_a_ledger_is_read_as_it_was_written(run: SyntheticRun, tmp_path: Path) -> None:
    write_ledger(run.ledger, run.weeks, tmp_path / "ledger")
    found = read_ledger(tmp_path / "ledger")
    assert (found["weeks"] == run.weeks).all() and (found["balances"] == run.ledger["balances"]).all()
    assert found["sector_names"] == run.ledger["sector_names"]
    inside = np.arange(20)
    for currency in ("kpw", "cny"):
        before, after = flow_matrix(run.ledger, inside, currency), flow_matrix(found, inside, currency)
        assert before.payments.equals(after.payments.reindex_like(before.payments))
        assert before.gained.equals(after.gained.reindex_like(before.gained))


def test_quarters_hold_every_week_once(run: SyntheticRun) -> None:
    found = quarters_of(run.weeks)
    assert sorted(np.concatenate(list(found.values()))) == list(range(len(run.weeks)))
    newest = next(iter(found))
    assert newest == f"{str(run.weeks[-1])[:4]}-Q{(int(str(run.weeks[-1])[5:7]) - 1) // 3 + 1}"


def test_the_page_shows_the_report_s_matrix(ask: TestClient, with_ledger: Path, run: SyntheticRun) -> None:
    for currency in ("cny", "kpw"):
        text = text_of(ask, f"/money?quarter=2025-Q2&currency={currency}")
        told = matrix_in_words(run.ledger, quarters_of(run.weeks)["2025-Q2"], currency)
        for name, cells, paid in told["rows"]:
            assert f'<th scope="row">{name}</th>' in text and f">{paid}</td>" in text
            assert all(f">{cell}</td>" in text for cell in cells)
        assert all(gain in text for gain in told["gained"]) and told["unit"] in text


def test_the_diagram_draws_all_that_was_paid(with_ledger: Path) -> None:
    quarter = money_view.quarter_of(with_ledger, Asked(quarter="2025-Q2", currency="kpw"))
    paid = sum(amount for *_, amount in quarter.payments)
    assert sum(one.amount for one in quarter.ribbons()) == pytest.approx(paid)
    assert sum(one.amount for one in quarter.flows) == pytest.approx(paid)


def test_what_is_kept_is_what_came_in_less_what_went_out(with_ledger: Path) -> None:
    quarter = money_view.quarter_of(with_ledger, Asked(quarter="2025-Q2"))
    came, went = (sum(one.amount for one in flows) for flows in (quarter.came_in, quarter.went_out))
    assert came > 0.0 and went > 0.0
    assert sum(change for *_, change in quarter.holdings) == pytest.approx(came - went)
    by_quarter = {name: (into, out) for name, into, out in money_view.abroad_by_quarter(quarter)}
    assert by_quarter["2025-Q2"] == pytest.approx((came, went))
    short = [name for name, inside in quarters_of(quarter.ledger["weeks"]).items() if len(inside) < FULL_WEEKS]
    assert short and not set(short) & set(by_quarter), "half a quarter would look like a fall"


def test_a_sector_has_one_colour_however_much_it_pays() -> None:
    def hue_of_households(theirs: float) -> str:
        ribbons = [Ribbon("household", "state", theirs, ""), Ribbon("traders", "state", 20.0, "")]
        words = {"payer household": "households", "payer traders": "traders", "receiver state": "state"}
        bars = fromstring(sankey(ribbons, WIDE, "alt", words, lambda hue: hue, "black")).findall("{*}rect")
        return bars[0 if theirs > 20.0 else 1].attrib["fill"]

    assert hue_of_households(30.0) == hue_of_households(10.0)


def test_ribbons_are_as_thick_as_the_amounts_and_names_are_escaped() -> None:
    drawing = sankey(
        [Ribbon("<b>", "y", 30.0, "a & b"), Ribbon("x", "y", 10.0, "c")],
        WIDE,
        "alt",
        {"payer <b>": "<b>", "payer x": "x", "receiver y": "y"},
        lambda hue: hue,
        "black",
    )
    assert "<b>" not in drawing
    svg = fromstring(drawing)
    ribbons = svg.findall("{*}path")
    thick = [float(one.attrib["d"].split(" v")[1].split()[0]) for one in ribbons]
    assert thick[0] / thick[1] == pytest.approx(3.0, abs=0.01)
    bars = svg.findall("{*}rect")
    assert float(bars[2].attrib["height"]) == pytest.approx(sum(thick), abs=0.2)
    assert [one.text for one in svg.iterfind("{*}path/{*}title")] == ["a & b", "c"]


def test_rice_and_corn_add_up(with_ledger: Path) -> None:
    quarter = money_view.quarter_of(with_ledger, Asked(quarter="2025-Q2"))
    data, weeks = quarter.run.dataset, quarter.weeks
    rows = money_view.staple_rows(quarter)
    assert rows[-1][1] == number(float(data["rice_stock"][weeks[-1]]) / 1000)
    sold = float(data["corn_sold"].isel(week=weeks).sum()) / 1e6
    assert rows[3][2] == number(-sold)


def test_after_the_evidence_it_is_what_would_be(ask: TestClient, with_ledger: Path) -> None:
    newest = next(iter(quarters_of(money_view.quarter_of(with_ledger, Asked()).ledger["weeks"])))
    text = text_of(ask, f"/money?quarter={newest}")
    assert "million yuan would come into the country" in text and "it is what would be" in text
    usual = text_of(ask, "/money")
    assert "million yuan came into the country" in usual and "ends after the evidence" not in usual


def test_the_picture_and_its_file_are_there(ask: TestClient, with_ledger: Path) -> None:
    spec = ask.get("/money/yuan.json?run=hyesan&quarter=2025-Q2").json()
    assert spec["layer"][-2]["mark"]["type"] == "rule"
    said = ask.get("/money/flows.svg?quarter=2025-Q2")
    assert said.headers["content-type"] == "image/svg+xml" and "attachment" in said.headers["content-disposition"]
    assert "var(--" not in said.text and fromstring(said.text).tag.endswith("svg")


@pytest.mark.parametrize("query", ["quarter=1999-Q1", "run=../hyesan", "currency=usd"])
def test_what_is_not_there_is_one_message(ask: TestClient, with_ledger: Path, query: str) -> None:
    said = ask.get(f"/money?{query}")
    assert said.status_code == 400 and "no " in said.text


def test_without_a_run_or_a_ledger_it_says_what_to_do(ask: TestClient, kept: Path) -> None:
    said = ask.get("/money")
    assert said.status_code == 400 and "holds no ledger that can be read" in said.text
    for path in sorted(kept.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert "No run is kept" in text_of(ask, "/money")
