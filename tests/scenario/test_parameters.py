"""Parameters, mechanisms and the scenario as a value."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import numpy as np
import pytest

import jangmadang
from jangmadang.axes import AXES, GARMENT_SEASON
from jangmadang.errors import InputError
from jangmadang.scenario import Scenario, load, shipped_scenarios
from jangmadang.scenario.mechanisms import mechanisms
from jangmadang.scenario.parameters import parameters
from jangmadang.scenario.paths import paths
from jangmadang.scenario.yaml_files import PACKS

GOOD = {"value": 1, "unit": "1", "meaning": "a number", "source": ["W001"], "low": 0, "high": 2}


def test_every_shipped_parameter_and_path_lies_in_its_range_and_has_a_source() -> None:
    for parameter in parameters().values():
        assert (parameter.low <= parameter.value).all() and (parameter.value <= parameter.high).all()
        assert parameter.unit and parameter.meaning and parameter.source
    for path in paths().values():
        assert path.unit and path.meaning and path.source


def test_every_assumed_range_of_a_parameter_says_why() -> None:
    silent = [p.name for p in parameters().values() if "assumed" in p.source and len(p.reason) < 20]
    assert not silent


@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_shipped_scenario_loads(name: str) -> None:
    scenario = load(name)
    assert scenario.name == name
    assert scenario.title and scenario.question
    assert scenario.weeks > 0


def test_mechanisms_have_a_direction_and_rooms_at_most_one_list_of_theories(packs: Path) -> None:
    for folder in (None, packs):
        for mechanism in (mechanisms(folder) if folder else mechanisms()).values():
            assert mechanism.direction in ("up", "down")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value": 3}, ["outside", "[0, 2]"]),
        ({"value": "x"}, ["number"]),
        ({"source": []}, ["source"]),
        ({"unit": ""}, ["unit"]),
        ({"axis": "crops"}, ["did you mean 'crop'"]),
        ({"axis": "crop", "value": {"rice": 1}}, ["corn", "no value"]),
        ({"meanings": "x"}, ["unknown", "did you mean 'meaning'"]),
        ({"low": None}, ["low", "number"]),
    ],
)
def test_a_bad_pack_is_refused(change: dict[str, object], words: list[str], tmp_path: Path) -> None:
    import yaml

    (tmp_path / "parameters").mkdir()
    (tmp_path / "parameters" / "room.yaml").write_text(yaml.safe_dump({"some_share": {**GOOD, **change}}))
    with pytest.raises(InputError) as caught:
        parameters(tmp_path)
    for word in ["room.yaml", "some_share", *words]:
        assert word in str(caught.value)


def test_names_are_unique_over_rooms(tmp_path: Path) -> None:
    import yaml

    (tmp_path / "parameters").mkdir()
    for room in ("a", "b"):
        (tmp_path / "parameters" / f"{room}.yaml").write_text(yaml.safe_dump({"some_share": GOOD}))
    with pytest.raises(InputError, match="some_share.*also in a.yaml"):
        parameters(tmp_path)


def test_no_two_settings_share_a_name() -> None:
    assert not set(parameters()) & set(mechanisms())
    assert not (set(parameters()) | set(mechanisms())) & set(paths())


def test_the_record_has_a_field_for_each_parameter_switch_and_theory(base: Scenario) -> None:
    record = base.with_changes(theories={"currency": "monetary"}, switches={"samples": "off"}).parameter_record()
    assert record.bribe_share.shape == (3, 2) and record.bribe_share[1].tolist() == [0.2, 0.2]
    assert (record.use_samples, record.use_exchange, record.theory_currency) == (0, 1, 1)
    assert base.parameter_record().theory_currency == 0


def test_tables_merge_by_member_over_numbers_and_tables(base: Scenario) -> None:
    once = base.with_changes(parameters={"crop_price": 3000, "bribe_share": {"customs": 0.5}})
    twice = once.with_changes(parameters={"crop_price": {"rice": 4000}, "bribe_share": {"customs": {"export": 0.6}}})
    record = twice.parameter_record()
    assert record.crop_price.tolist() == [4000, 3000]
    assert record.bribe_share.tolist() == [[0.5, 0.6], [0.2, 0.2], [0.3, 0.3]]


def test_the_hash_knows_content_and_not_labels(base: Scenario) -> None:
    assert base.with_changes(title="other", seed=9).content_hash() == base.content_hash()
    different = [
        base.with_changes(parameters={"spending_share": 0.51}),
        base.with_changes(switches={"samples": "off"}),
        base.with_changes(theories={"currency": "monetary"}),
        base.with_changes(changes=[{"path": "openness", "from": "2016-06-06", "set": 0}]),
        base.with_changes(end="2016-06-06"),
        base.with_changes(exchange_rate={"mode": "endogenous"}),
    ]
    hashes = {scenario.content_hash() for scenario in [base, *different]}
    assert len(hashes) == len(different) + 1


def test_a_scenario_is_a_value(base: Scenario) -> None:
    copy = pickle.loads(pickle.dumps(base))
    assert copy == base and copy.content_hash() == base.content_hash()
    assert base.with_changes() == base
    with pytest.raises(ValueError, match="frozen"):
        base.seed = 3  # type: ignore[misc]


def test_numbers_set_alone_are_as_changes_and_keep_the_weeks() -> None:
    once = load("hyesan").with_changes(parameters={"buffer_weeks": {"labourer": 30}})
    settings = {"storage_loss": 0.006, "medicine_kg": 0.1}
    found, expected = once.with_numbers(settings), once.with_changes(parameters=settings)
    assert found == expected and found.content_hash() == expected.content_hash()
    assert found.opening_hash() == expected.opening_hash() != once.opening_hash()
    with pytest.raises(InputError, match="with_numbers: storage_loss"):
        once.with_numbers({"storage_loss": 7.0})
    with pytest.raises(InputError, match="storage_los"):
        once.with_numbers({"storage_los": 0.02})


def test_what_a_scenario_has_told_cannot_be_changed_from_outside() -> None:
    base = load("hyesan")
    told = base.content_hash()
    base.weekly_paths(base.start, base.weeks)["openness"] = 0.0
    base.parameter_record()["storage_loss"] = 7.0
    assert base.content_hash() == told and base.weekly_paths(base.start, base.weeks)["openness"].any()
    assert base.parameter_record()["storage_loss"] != 7.0


def test_days_snap_to_mondays(base: Scenario) -> None:
    scenario = base.with_changes(start="2015-01-08", end="2015-03-01")
    assert (scenario.start.isoformat(), scenario.end.isoformat(), scenario.weeks) == ("2015-01-05", "2015-02-23", 7)


def test_axes_are_those_of_the_model() -> None:
    assert AXES["place"][0] == "hyesan" and len(AXES["place"]) == 19
    assert len(AXES["month"]) == 12
    assert tuple(GARMENT_SEASON) == AXES["garment"]
    assert list(dict.fromkeys(GARMENT_SEASON.values())) == list(AXES["season_group"])


def test_the_public_names() -> None:
    assert jangmadang.load is load
    assert jangmadang.Scenario is Scenario
    with pytest.raises(AttributeError):
        _ = jangmadang.nothing
    assert (
        np.dtype(np.float64)
        == jangmadang.load("base", Path(__file__).parent / "packs").parameter_record()["spending_share"].dtype
    )


def test_shares_of_a_whole_add_to_one_and_no_other_is_taken() -> None:
    whole = {name for name, item in parameters().items() if item.adds_to_one}
    assert {"harvest_share", "grain_profit_share", "other_exports_share", "trader_profit_share"} <= whole
    shared = {"lowland": {"rice": 0.40, "maize": 0.45}}
    assert load("hyesan").with_changes(parameters={"harvest_share": shared}).parameters["harvest_share"] == shared
    with pytest.raises(
        InputError, match="harvest_share.*shares by harvest_crop add to 1, these to 0.97, 1; change others"
    ):
        load("hyesan").with_changes(parameters={"harvest_share": {"lowland": {"rice": 0.40}}})


@pytest.mark.parametrize(
    "pack",
    [*sorted((PACKS / "parameters").glob("*.yaml")), PACKS / "mechanisms.yaml", PACKS / "paths.yaml"],
    ids=lambda pack: pack.stem,
)
def test_a_pack_is_read_from_top_to_bottom(pack: Path) -> None:
    """An entry a block and a setting a line, so that a change of one number is a change of one line."""
    lines = pack.read_text("utf-8").splitlines()
    assert max(map(len, lines)) <= 130
    assert not [line for line in lines if re.match(r"\w+: *\{", line)]
