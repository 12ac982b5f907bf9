"""The page Mechanisms: every folder, equation and switch is there, with what it reads, writes and moves."""

from __future__ import annotations

import html
import re
from importlib.resources import files
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from jangmadang.dictionary import columns, equations
from jangmadang.scenario.mechanisms import mechanisms
from jangmadang.scenario.parameters import parameters
from jangmadang.serve import mechanisms_view
from jangmadang.serve.mechanisms_view import parts


def text_of(ask: TestClient, address: str) -> str:
    said = ask.get(address)
    assert said.status_code == 200
    return html.unescape(said.text)


def test_every_folder_equation_and_switch_has_its_place() -> None:
    folders = {path.parent.name for path in (Path(str(files("jangmadang"))) / "mechanisms").glob("*/equations.py")}
    assert set(parts()) == folders
    labels = [one.told.label for part in parts().values() for one in part.equations]
    assert sorted(labels) == sorted(equations())
    assert {one.name for part in parts().values() for one in part.switches} == set(mechanisms())


def test_the_list_names_every_switch_with_what_moves(ask: TestClient) -> None:
    text = text_of(ask, "/mechanisms")
    for name, one in mechanisms().items():
        assert f"/mechanisms/{one.room}#{name}" in text and one.title in text
    assert "Market exchange rate, won per yuan: goes down" in text


def test_a_part_tells_equations_parameters_and_what_was_tried_without_it(ask: TestClient) -> None:
    text = text_of(ask, "/mechanisms/confidence")
    assert "<math" in text and 'id="CF-1"' in text and 'id="confidence"' in text
    assert 'href="/facts/C8"' in text and "instead of" in text
    part = parts()["confidence"]
    names = [one.name for one in part.parameters]
    assert "confidence_traffic_weight" in names and all(name in text for name in names)
    assert mechanisms_view.range_in_words(parameters()["confidence_traffic_weight"]) in text


def test_what_is_written_and_read_is_told_apart() -> None:
    part = parts()["confidence"]
    written, read = ([row[0] for row in rows] for rows in (part.written, part.read))
    assert "confidence" in written and "real_income_fast" in written
    assert "exchange_rate_memory" in read and "cpi" in read and not set(read) & set(written)
    assert all(column.meaning in row[3] for row in part.written for column in columns()[row[0]].values())


def test_values_and_ranges_are_told_by_member_or_between() -> None:
    found = {one.name: mechanisms_view.value_in_words(one) for one in parameters().values()}
    assert found["base_crop_price"] == "rice 5600, corn 1960"
    assert found["changer_spread"] == "0.005"
    assert any(" numbers by " in words for words in found.values())


def test_symbols_keep_what_goes_on_in_the_next_line() -> None:
    found = mechanisms_view.symbols_of("openness : a, in [0, 1].; scale : lambda;; least cost alone.")
    assert found == [("openness", "a, in [0, 1]"), ("scale", "lambda; least cost alone")]


def test_words_find_mechanisms_equations_and_parameters(ask: TestClient) -> None:
    assert [one.told.label for _, one in mechanisms_view.found_by("cu-1")["equations"]] == ["CU-1"]
    text = text_of(ask, "/mechanisms?q=exchange+rate")
    assert "/mechanisms/currency#CU-1" in text and "exchange_rate_noise" in text and "Informal credit" not in text
    assert "has these words" in text_of(ask, "/mechanisms?q=zzz")
    assert "<b>" not in ask.get("/mechanisms?q=<b>").text


@pytest.mark.parametrize("address", ["/mechanisms/engine", "/mechanisms/..%2Fworld"])
def test_nothing_else_is_there(ask: TestClient, address: str) -> None:
    assert ask.get(address).status_code == 404


def test_a_parameter_is_found_once_with_all_parts_that_read_it(ask: TestClient) -> None:
    text = ask.get("/mechanisms?q=base_exchange_rate").text
    (row,) = re.findall(r'<tr><th scope="row">base_exchange_rate</th>.*?</tr>', text, re.DOTALL)
    readers = [
        part.name for part in parts().values() if any(one.name == "base_exchange_rate" for one in part.parameters)
    ]
    assert len(readers) > 1
    assert re.findall(r'href="/mechanisms/(\w+)#parameters"', row) == readers


def test_what_a_switch_moves_is_told_in_a_sentence(ask: TestClient) -> None:
    assert "Switched off, it moves this up: Imports at Hyesan, by channel." in text_of(ask, "/mechanisms/border")
