"""Accepted events become proposed changes of a scenario, each with its end and the words it rests on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jangmadang.reading.records.proposing import Proposal, propose, scenario_text
from jangmadang.reading.records.records import EventRecord, Time
from jangmadang.scenario import Scenario, load
from jangmadang.scenario.files import extends_name, unified_diff, write_scenario
from jangmadang.scenario.paths import locate
from jangmadang.scenario.yaml_files import PACKS, read_yaml
from tests.reading.made import event, on

HISTORY = load("hyesan")


def spells(proposal: Proposal) -> set[tuple[str, float, str, str]]:
    return {(c.path, c.value, str(c.from_day), str(c.until or "")) for c in proposal.changes}


def reasons(*events: EventRecord) -> list[str]:
    proposal = propose(events, HISTORY)
    assert not proposal.changes
    return [why for _, why in proposal.left_out]


def test_a_stop_ends_where_it_is_resumed() -> None:
    stop = event("event-1", "smuggling_suspended", "2026-05-03", sentence="State smuggling was suspended.")
    resumed = event("event-2", "smuggling_resumed", "2026-05-12", sentence="Smuggling resumed.")
    proposal = propose([resumed, stop], HISTORY)
    assert spells(proposal) == {
        ("openness[state_smuggling,*]", 0, "2026-05-03", "2026-05-11"),
    }
    assert proposal.left_out == [(resumed, "ends a change proposed here")]


def test_smuggling_without_a_channel_is_all_smuggling_and_trade_is_customs() -> None:
    proposal = propose([event("event-1", "smuggling_suspended", "2026-05-03")], HISTORY)
    assert {change.path for change in proposal.changes} == {
        "openness[state_smuggling,*]", "openness[private_smuggling,*]",
    }  # fmt: skip
    proposal = propose([event("event-1", "trade_suspended", "2026-05-03")], HISTORY)
    assert spells(proposal) == {("openness[customs,*]", 0, "2026-05-03", "")}


def test_the_border_of_the_country_closes_elsewhere_too() -> None:
    paths = {c.path for c in propose([event("event-1", "border_closure", "2026-05-03", "KP")], HISTORY).changes}
    assert {"other_gateways_openness", "other_gateways_inflow", "openness[customs,*]"} < paths and len(paths) == 5
    here = propose([event("event-1", "border_closure", "2026-05-03")], HISTORY)
    assert len(here.changes) == 3


def test_a_closure_that_names_no_place_is_assumed_to_be_the_countrys() -> None:
    proposal = propose([event("event-1", "border_closure", "2026-05-03", None)], HISTORY)
    assert {"other_gateways_openness", "openness[customs,*]"} < {change.path for change in proposal.changes}
    assert "border_closure (KP, assumed), 2026-05-03" in scenario_text(proposal, HISTORY, "new", "hyesan")


def test_repeats_make_one_change_and_a_lifted_lockdown_ends_the_market_closure() -> None:
    proposal = propose(
        [
            event("event-1", "lockdown", "2026-05-05"),
            event("event-2", "market_closure", "2026-05-06"),
            event("event-3", "lockdown_lifted", "2026-05-09"),
        ],
        HISTORY,
    )
    assert spells(proposal) == {("market_lockdown", 1, "2026-05-05", "2026-05-08")}
    assert [e.id for e in proposal.changes[0].events] == ["event-1", "event-2"]


def test_what_the_scenario_has_is_not_proposed_and_its_later_changes_stand() -> None:
    """State smuggling is closed in the history from 2025-05-15 to 06-25 and from 2025-12-31 to 2026-03-15."""
    stop = {"kind": "smuggling_suspended", "sentence": "State smuggling was suspended."}
    assert reasons(event("event-1", day="2025-05-20", **stop)) == ["the scenario has it so already"]
    proposal = propose([event("event-1", day="2025-05-13", **stop)], HISTORY)
    assert spells(proposal) == {("openness[state_smuggling,*]", 0, "2025-05-13", "2025-05-14")}
    resumed = event("event-1", "smuggling_resumed", "2026-02-20", sentence="State smuggling resumed.")
    assert spells(propose([resumed], HISTORY)) == {("openness[state_smuggling,*]", 1, "2026-02-20", "2026-03-15")}


def test_an_event_that_ended_needs_an_end() -> None:
    gone = event("event-1", "lockdown", "2026-05-03", status="ended")
    assert reasons(gone) == ["ended, on a day that no report names"]
    week = on("2026-05-04", "2026-05-10", "week")
    gone = event("event-1", "lockdown", None, status="ended", time=week)
    assert spells(propose([gone], HISTORY)) == {("market_lockdown", 1, "2026-05-04", "2026-05-10")}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"kind": "crackdown"}, "no path of the model"),
        ({"status": "planned"}, "planned, not a fact"),
        ({"status": "denied"}, "denied, not a fact"),
        ({"place": None, "kind": "lockdown"}, "no place"),
        ({"place": "KP.north_pyongan.sinuiju"}, "elsewhere"),
        ({"place": "CN"}, "elsewhere"),
        ({"day": None}, "no date"),
        ({"day": None, "time": Time(text="then", precision="relative", basis="unresolved")}, "no date"),
        ({"day": None, "time": on("2025-01-01", "2025-12-31", "year")}, "only to the year"),
        ({"day": "2026-06-01"}, "after its publication"),
        ({"day": "2014-06-01"}, "outside the scenario"),
    ],
)
def test_what_is_not_proposed(fields: dict[str, Any], reason: str) -> None:
    (why,) = reasons(event("event-1", **{"kind": "border_closure", "day": "2026-05-03", **fields}))
    assert reason in why


def changed(text: str, folder: Path, name: str = "new") -> Scenario:
    write_scenario(folder / f"{name}.yaml", text)
    return load(folder / f"{name}.yaml")


def test_the_new_scenario_runs_and_does_what_it_says(tmp_path: Path) -> None:
    quote = 'He said: "shut", it\u2019s\nover \\ # done: ' + "x" * 300
    events = [
        event("event-1", "border_closure", "2026-04-06", "KP", sentence=quote),
        event("event-2", "border_reopening", "2026-05-04", "KP"),
        event("event-3", "lockdown", None, time=on("2026-05-04", "2026-05-10", "week")),
    ]
    proposal = propose(events, HISTORY)
    new = changed(scenario_text(proposal, HISTORY, "new", "hyesan"), tmp_path)
    week = new.weekly_paths(date(2026, 4, 27), 1)[0]
    assert (week.openness == 0).all() and week.other_gateways_openness == pytest.approx(0.1)
    week = new.weekly_paths(date(2026, 5, 4), 1)[0]
    assert (week.openness == HISTORY.weekly_paths(date(2026, 5, 4), 1)[0].openness).all() and week.market_lockdown[
        0
    ] == 1
    assert (new.start, new.end, new.name) == (HISTORY.start, HISTORY.end, "new")
    assert not propose(events, new).changes, "a second proposal says nothing new"


def test_in_weeks_with_reported_rates_the_file_says_how_to_free_the_rate() -> None:
    proposal = propose([event("event-1", "trade_suspended", "2024-06-03")], HISTORY)
    assert "endogenous_from: 2024-06-03" in scenario_text(proposal, HISTORY, "new", "hyesan")


def test_a_file_is_extended_by_its_path_and_never_overwritten(tmp_path: Path) -> None:
    proposal = propose([event("event-1", "lockdown", "2026-05-04")], HISTORY)
    first = changed(scenario_text(proposal, HISTORY, "first", "hyesan"), tmp_path, "first")
    more = propose([event("event-2", "trade_suspended", "2026-05-04")], first)
    below = tmp_path / "below"
    extends = extends_name(str(tmp_path / "first.yaml"), below / "second.yaml")
    second = changed(scenario_text(more, first, "second", extends), below, "second")
    week = second.weekly_paths(date(2026, 5, 11), 1)[0]
    assert week.market_lockdown[0] == 1 and (week.openness[0] == 0).all()
    for new in (tmp_path / "first.yaml", tmp_path / "first.txt"):
        with pytest.raises(ValueError, match="another file|ends in .yaml"):
            extends_name(str(tmp_path / "first.yaml"), new)


def test_a_file_on_another_drive_is_named_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_way(*_: Path) -> str:
        raise ValueError("path is on mount 'C:', start on mount 'D:'")

    monkeypatch.setattr("os.path.relpath", no_way)
    there = (tmp_path / "first.yaml").resolve()
    assert extends_name(str(there), tmp_path / "second.yaml") == there.as_posix()


def test_the_difference_is_from_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    assert unified_diff(path, "a: 1\n").splitlines()[0] == "--- /dev/null"
    path.write_text("a: 1\nb: 2\n", "utf-8")
    assert unified_diff(path, "a: 1\nb: 3\n").splitlines()[-2:] == ["-b: 2", "+b: 3"]
    assert unified_diff(path, "a: 1\nb: 2\n") == ""


def test_every_path_of_the_table_is_one_of_the_model() -> None:
    table = read_yaml(PACKS / "event_changes.yaml")
    for entry in table["events"].values():
        for path in (
            *entry.get("sets", ()),
            *entry.get("nation", ()),
            *entry.get("paths", ()),
            *entry.get("reopens", ()),
        ):
            locate(path.replace("{channel}", "state_smuggling"), PACKS, "test")
        assert set(entry.get("ends", ())) <= set(table["events"])
