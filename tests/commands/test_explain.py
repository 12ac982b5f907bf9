"""`jangmadang explain`: every kind of name, lists of a kind, and plain words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from jangmadang.commands.main import main
from jangmadang.dictionary import KINDS, LISTS, entries, equations
from jangmadang.explaining.explanation import explanation
from jangmadang.scenario.yaml_files import PACKS

ROOT = Path(__file__).parents[2]


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["explain", *arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("CO-1", ["equation", "y = y0 s / (1 + n / n0)", "collector_yield", "mechanisms/collecting/step.py"]),
        ("co-1", ["equation", "collector_yield"]),
        ("collector_yield", ["equation", "CO-1"]),
        ("cash_kpw", ["column of state", "1/100 KPW", "HOUSEHOLD"]),
        ("food-aid", ["scenario", "Food aid to Ryanggang", "food_aid[hyesan,rice] from 2027-03-01"]),
        ("border-open", ["shock", "--shock border-open", "border: open"]),
        ("Hyesan", ["place", "192680"]),
        ("chongjin", ["place", "reports of:   Chongjin"]),
        ("Samjiyon", ["place", "ryanggang_rest"]),
        ("openness[customs,import]", ["path", "share"]),
        ("short_of_staples_share", ["indicator"]),
        ("rule_of_thumb", ["theory", "theories: {budget: rule_of_thumb}"]),
        ("rice", ["item", "rice_price", "evidence list --item rice"]),
    ],
)
def test_every_kind_of_name(name: str, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    output = said(capsys, name)
    for word in words:
        assert word in output, output


def test_a_name_of_several_kinds_tells_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    output = said(capsys, "border-closed")
    assert "kind:         scenario" in output and "also:         shock:" in output


@pytest.mark.parametrize("word", LISTS)
def test_a_kind_is_listed(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(said(capsys, word).splitlines()) >= 5


def test_without_a_name_the_kinds_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    output = said(capsys)
    for word in KINDS.values():
        assert word in output
    assert json.loads(said(capsys, "--json"))[0]["list"] == "scenarios"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("hunger", "short_of_staples_share"),
        ("exchange rate", "exchange_rate_multiplier"),
        ("food aid", "food_aid"),
        ("herb inspection", "inspection_strictness"),
        ("maize price", "corn_price"),
    ],
)
def test_a_plain_word_finds_what_means_it(words: str, found: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert found in said(capsys, *words.split())


def test_what_nothing_means_is_refused_with_the_nearest_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "inspection_stricness"]) == 2
    assert "did you mean 'inspection_strictness'" in capsys.readouterr().err


def test_every_entry_can_be_explained() -> None:
    for entry in {(entry.kind, entry.name): entry for entry in entries(PACKS)}.values():
        if entry.kind in ("equation", "scenario", "shock", "place", "theory", "item", "path", "indicator"):
            assert explanation(entry.name)["kind"] not in ("search", "list"), entry


def test_an_installed_package_explains_without_its_source_tree(tmp_path: Path) -> None:
    """A copy of what a wheel holds, the Python files and the declared data, is all that is needed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    patterns = ["*.py", *project["tool"]["setuptools"]["package-data"]["*"]]
    package = ROOT / "src" / "jangmadang"
    for path in package.rglob("*"):
        if path.is_file() and any(path.match(pattern) for pattern in patterns):
            target = tmp_path / "site" / path.relative_to(package.parent)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    (tmp_path / "work").mkdir()
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    code = (
        "import sys\nfrom jangmadang.commands.main import main\n"
        "for words in sys.argv[1:]:\n    assert main(['explain', *words.split()]) == 0\n    print('\\0')\n"
    )
    asked = {"cash_kpw": "column of state", "CO-1": "equation", "storage_loss": "parameter"}
    command = [sys.executable, "-P", "-c", code, *(f"{name} --json" for name in asked), "columns"]
    printed = subprocess.check_output(command, cwd=tmp_path / "work", env=environment, text=True)
    *explained, columns, _ = printed.split("\0")
    for (name, kind), text in zip(asked.items(), explained, strict=True):
        said = json.loads(text)
        assert said["kind"] == kind and said["meaning"] and said["used by"], name
    assert len(columns.splitlines()) > 50


def test_every_equation_has_its_formula_and_its_caller() -> None:
    assert len(equations()) > 100
    for label, equation in equations().items():
        assert equation.formula and equation.meaning and equation.source, label


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [("C1", "fact", "jangmadang facts C1"), ("r6", "response", "jangmadang facts R6"), ("L57", "level", "E0032")],
)
def test_statements_and_levels_are_explained(name: str, kind: str, words: str) -> None:
    found = explanation(name)
    assert found["kind"] == kind and words in str(found)


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("conversion", "CT-3"),
        ("pass-through", "ST-3"),
        ("Carroll", "BU-2"),
        ("newsvendor", "CT-4"),
        ("Stone-Geary", "BU-7"),  # of two words one may be ours
        ("competitive storage", "ST-9"),
        ("lenders", "CR-1"),  # whose docstring says lender
        ("logit weight", "BO-2"),
    ],
)
def test_a_word_of_formula_name_or_source_finds_the_equation(words: str, label: str) -> None:
    assert label in [entry["name"] for entry in explanation(words)["found"]]


def test_an_equation_names_the_line_where_it_stands_and_a_mechanism_its_equations() -> None:
    file, line = explanation("CT-4")["written in"].split(",")[0].split(":")
    text = (ROOT / "src" / "jangmadang" / file).read_text("utf-8").splitlines()
    assert text[int(line) - 1].startswith("def critical_ratio(")
    (used,) = (place for place in explanation("EX-3")["used by"] if place.startswith("mechanisms/expectations/step.py"))
    file, lines = used.split(":")
    text = (ROOT / "src" / "jangmadang" / file).read_text("utf-8").splitlines()
    assert len(lines.split(", ")) > 1 and all("expected_hazard(" in text[int(line) - 1] for line in lines.split(", "))
    assert "BU-1 buffer_target" in explanation("buffer")["equations"]
