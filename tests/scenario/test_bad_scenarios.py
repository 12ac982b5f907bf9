"""Every kind of mistake in a scenario becomes one message that names the place and, for names, the nearest."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jangmadang.errors import InputError
from jangmadang.scenario import Scenario, load
from jangmadang.scenario.yaml_files import PACKS

SPELL = "paths:\n  capacity_tonnes:\n"

MISTAKES = {
    "misspelt key": ("quesiton: why\n", ["quesiton", "did you mean 'question'"]),
    "misspelt spell key": (SPELL + "    - {form: 2015-02-02, value: 1}\n", ["form", "capacity_tonnes", "'from'"]),
    "misspelt change key": ("changes: [{path: openness, from: 2015-02-02, sett: 1}]\n", ["sett", "'set'"]),
    "misspelt rate key": ("exchange_rate: {moed: reported}\n", ["moed", "'mode'"]),
    "misspelt parameter": ("parameters: {spendin_share: 0.4}\n", ["spendin_share", "'spending_share'"]),
    "misspelt path": ("paths: {opennes: [{from: 2015-02-02, value: 1}]}\n", ["opennes", "'openness'"]),
    "misspelt path in a change": (
        "changes: [{path: capacity_tons, from: 2015-02-02, set: 1}]\n",
        ["'capacity_tonnes'"],
    ),
    "misspelt mechanism": ("switches: {sampels: off}\n", ["sampels", "'samples'"]),
    "misspelt room": ("theories: {curency: monetary}\n", ["curency", "'currency'"]),
    "misspelt theory": ("theories: {currency: monetry}\n", ["monetry", "'monetary'"]),
    "misspelt member": ("parameters: {crop_price: {ryce: 5000}}\n", ["ryce", "'rice'"]),
    "misspelt path member": ("paths: {'openness[custom,import]': []}\n", ["custom", "'customs'"]),
    "too few members": ("paths: {'openness[customs]': []}\n", ["openness", "channel, flow"]),
    "open bracket": ("paths: {'openness[customs': []}\n", ["closing bracket"]),
    "text for a number": ("parameters: {spending_share: lots}\n", ["spending_share", "number", "lots"]),
    "text for a seed": ("seed: seven\n", ["seed", "integer"]),
    "switch position": ("switches: {samples: maybe}\n", ["samples", "on or off"]),
    "too few households": ("resolution: 10000000\n", ["resolution", "from 1 to 1000"]),
    "brackets without end": (f"parameters: {'[' * 3000}{']' * 3000}\n", ["brackets within brackets", "20 deep"]),
    "braces without end": (f"changes: [{{shock: {'{a: ' * 500}1{'}' * 500}}}]\n", ["brackets within brackets"]),
    "resolution": ("resolution: -3\n", ["resolution", "calibration"]),
    "mode": ("exchange_rate: {mode: fixed}\n", ["mode", "endogenous"]),
    "list for a table": ("parameters: [1]\n", ["parameters"]),
    "table for a number": ("parameters: {spending_share: {rice: 1}}\n", ["spending_share", "one number"]),
    "text for a value": (SPELL + "    - {from: 2015-02-02, value: wide}\n", ["capacity_tonnes", "value", "wide"]),
    "impossible day": ("start: 2015-02-30\n", ["start", "2015-02-30"]),
    "not a day": ("end: next year\n", ["end", "YYYY-MM-DD"]),
    "day as number": ("end: 20160101\n", ["end", "YYYY-MM-DD"]),
    "end before start": ("end: 2014-01-06\n", ["end", "start"]),
    "spell backwards": (SPELL + "    - {from: 2015-03-02, until: 2015-02-02, value: 1}\n", ["before", "2015-02-02"]),
    "overlapping spells": (
        SPELL + "    - {from: 2015-02-02, until: 2015-03-08, value: 1}\n    - {from: 2015-03-02, value: 2}\n",
        ["capacity_tonnes", "overlap", "2015-03-02"],
    ),
    "spells that cross": (
        "paths:\n  'openness[customs,*]': [{from: 2015-02-02, value: 0}]\n"
        "  'openness[*,import]': [{from: 2015-02-02, value: 1}]\n",
        ["openness", "overlap"],
    ),
    "overlapping changes": (
        "changes: [{path: openness, from: 2015-02-02, set: 0},"
        " {path: 'openness[customs,import]', from: 2015-06-01, set: 1}]\n",
        ["openness", "overlap", "2015-06-01"],
    ),
    "two operations": ("changes: [{path: openness, from: 2015-02-02, set: 0, add: 1}]\n", ["exactly one"]),
    "no operation": ("changes: [{path: openness, from: 2015-02-02}]\n", ["exactly one"]),
    "negative capacity": (SPELL + "    - {from: 2015-02-02, value: -5}\n", ["capacity_tonnes", "-5", "[0, 10000]"]),
    "capacity made negative": (
        "changes: [{path: capacity_tonnes, from: 2015-02-02, add: -101}]\n",
        ["capacity_tonnes", "2015-02-02", "range"],
    ),
    "parameter out of range": ("parameters: {spending_share: 0.95}\n", ["spending_share", "0.95", "[0.2, 0.9]"]),
    "member out of range": ("parameters: {crop_price: {corn: 15000}}\n", ["crop_price[corn]", "10000"]),
    "infinite": ("parameters: {spending_share: .inf}\n", ["spending_share", "finite"]),
    "key twice": ("seed: 1\nseed: 2\n", ["seed", "twice", "line 3"]),
    "not YAML": ("seed: [1\ntitle: x\n", ["line", "YAML"]),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_names_the_place_and_the_remedy(mistake: str, loaded: Callable[[str], Scenario]) -> None:
    text, words = MISTAKES[mistake]
    with pytest.raises(InputError) as caught:
        loaded("extends: base\n" + text)
    message = str(caught.value)
    assert "asked.yaml" in message
    assert "\n" not in message
    for word in words:
        assert word in message


ODD_KEYS = ("\n", "a\nb", "a\u2028b", "a\x85b", "a\x1b[0m")


@pytest.mark.parametrize("key", ODD_KEYS)
@pytest.mark.parametrize(
    "overrides",
    [
        lambda key: {key: 1},
        lambda key: {"exchange_rate": {key: 1}},
        lambda key: {"paths": {key: {"from": "2015-02-02"}}},
        lambda key: {"paths": {"openness": [{key: 1}]}},
        lambda key: {"paths": {f"openness[{key}x,import]": []}},
        lambda key: {"changes": [{"path": f"{key}x", "from": "2015-02-02", "set": 1}]},
        lambda key: {"series": {f"{key}x": {"2015-02-02": 1}}},
        lambda key: {"series": {"capacity_tonnes": {f"{key}x": 1}}},
        lambda key: {"series": f"{key}x"},
        lambda key: {"parameters": {key: 1}},
        lambda key: {"parameters": {"crop_price": {key: 1}}},
        lambda key: {"switches": {key: True}},
        lambda key: {"theories": {"currency": key}},
    ],
)
def test_a_key_that_does_not_print_is_quoted_in_one_line(
    key: str, overrides: Callable[[str], dict[str, object]], base: Scenario
) -> None:
    with pytest.raises(InputError) as caught:
        base.with_changes(**overrides(key))
    message = str(caught.value)
    assert message.isprintable()
    assert key.strip() == "" or repr(key)[1:-1] in message


def test_a_key_of_one_line_break_in_a_file(loaded: Callable[[str], Scenario]) -> None:
    with pytest.raises(InputError, match=r"asked.yaml: unknown setting '\\n' in exchange_rate; known: mode, "):
        loaded('extends: base\nexchange_rate: {"\\n": 1}\n')


@pytest.mark.parametrize("name", ["bas", "absent.yaml", "no/such/file.yaml"])
def test_missing_scenarios(name: str, packs: Path) -> None:
    with pytest.raises(InputError, match="did you mean 'base'|no file"):
        load(name, packs)


def test_packs_that_are_none_or_whose_places_would_do_nothing(tmp_path: Path, packs: Path) -> None:
    assert load("base", str(packs)) == load("base", packs)
    with pytest.raises(InputError, match="is no folder of data packs"):
        load("base", tmp_path / "absent")
    copy = Path(shutil.copytree(packs, tmp_path / "packs"))
    shipped = (PACKS / "places.yaml").read_text("utf-8")
    (copy / "places.yaml").write_text(shipped, "utf-8")
    assert load("base", copy).weeks == load("base", packs).weeks
    (copy / "places.yaml").write_text(shipped.replace("markets: ", "markets: 1", 1), "utf-8")
    with pytest.raises(InputError, match="has other places, from which nothing is built"):
        load("base", copy)


def test_scenarios_that_extend_each_other(tmp_path: Path, packs: Path) -> None:
    (tmp_path / "a.yaml").write_text("extends: b.yaml\n")
    (tmp_path / "b.yaml").write_text("extends: a.yaml\n")
    with pytest.raises(InputError, match="extends itself"):
        load(tmp_path / "a.yaml", packs)


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"- 1\n", b"", b"start: 2015-01-05\n", b"!!python/object:os.x {}\n"]
)
def test_files_that_are_no_scenario(content: bytes, tmp_path: Path, packs: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(content)
    with pytest.raises(InputError, match="x.yaml"):
        load(tmp_path / "x.yaml", packs)


def test_changes_from_python_are_checked_alike(base: Scenario) -> None:
    with pytest.raises(InputError, match="with_changes.*did you mean 'parameters'"):
        base.with_changes(parameter={"spending_share": 0.4})
    with pytest.raises(InputError, match="did you mean 'spending_share'"):
        base.with_changes(parameters={"spending_shar": 0.4})
    with pytest.raises(InputError, match="extends"):
        base.with_changes(extends="base")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates() | st.just("2015-06-01"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    "name title start end seed resolution parameters switches theories paths series changes exchange_rate".split()
)
NAMES = st.sampled_from(
    ["spending_share", "crop_price", "openness", "openness[customs,*]", "samples", "currency", "a]["]
)
ENTRY = st.dictionaries(st.sampled_from("path from until value set multiply add over_weeks note".split()), ANYTHING)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(overrides=st.dictionaries(KEYS, ANYTHING | st.dictionaries(NAMES, ANYTHING | st.lists(ENTRY)), max_size=3))
def test_whatever_is_given_is_used_or_refused_in_one_line(overrides: dict[str, object], base: Scenario) -> None:
    try:
        scenario = base.with_changes(**overrides)
    except InputError as error:
        assert str(error) and "\n" not in str(error)
    else:
        assert scenario.start < scenario.end
        assert scenario.parameter_record().spending_share >= 0.2


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    share=st.floats(0.2, 0.9),
    rice=st.integers(100, 20000),
    start=st.dates(datetime.date(2010, 1, 1), datetime.date(2016, 1, 1)),
    switch=st.booleans(),
)
def test_good_settings_are_taken_as_given(
    share: float, rice: int, start: datetime.date, switch: bool, base: Scenario
) -> None:
    scenario = base.with_changes(
        start=start, parameters={"spending_share": share, "crop_price": {"rice": rice}}, switches={"samples": switch}
    )
    record = scenario.parameter_record()
    assert record.spending_share == share
    assert list(record.crop_price) == [rice, 2000]
    assert record.use_samples == float(switch)
    assert scenario.start.weekday() == 0 and 0 <= (start - scenario.start).days < 7
