"""Observation tables: what is written is read back, and every mistake names row, field and remedy."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jangmadang.errors import InputError
from jangmadang.evidence.observations import Basis, Currency, Observation, Use
from jangmadang.evidence.shipped import shipped_rows
from jangmadang.evidence.table import COLUMNS, read_observations, write_observations

GOOD = {
    "id": "a", "date_start": "2024-11-18", "date_end": "2024-11-24", "place": "Hyesan", "item": "cny", "low": "2400",
    "high": "2400", "bound": "exact", "currency": "KPW", "per_qty": "1", "unit": "each", "known_on": "2024-11-25",
    "source": "https://example.org", "publisher": "Daily NK", "series": "daily_nk", "basis": "week", "note": "",
    "use": "",
}  # fmt: skip

printable = st.characters(categories=["L", "N", "P", "S"])
words = st.text(printable, min_size=1, max_size=12).filter(lambda text: bool(text.strip(" /")))
amounts = st.floats(1e-6, 1e12, allow_nan=False)
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@st.composite
def observations(draw: Any) -> Observation:
    start, low, width = draw(days), draw(amounts), draw(st.floats(1e-3, 1.0))
    end = start + timedelta(draw(st.integers(0, 400)))
    bound = draw(st.sampled_from(["exact", "about", "range", "lower", "upper"]))
    ends = {"exact": (low, low), "about": (low, low), "range": (low, low * (1 + width)), "lower": (low, None),
            "upper": (None, low)}[bound]  # fmt: skip
    return Observation(
        draw(words), start, end, draw(words), draw(words), *ends, bound, draw(st.sampled_from(get_args(Currency))),
        draw(amounts), draw(words), end + timedelta(draw(st.integers(0, 30))), draw(words), draw(words), draw(words),
        draw(st.sampled_from(get_args(Basis))), draw(st.text(st.one_of(printable, st.just(" ")), max_size=30)),
        draw(st.sampled_from(get_args(Use))),
    )  # fmt: skip


@given(st.lists(observations(), max_size=8, unique_by=lambda o: o.id))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_is_read_back(rows: list[Observation]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "deep" / "table.csv"
        write_observations(path, rows)
        assert read_observations(path) == rows
        assert [file.name for file in path.parent.iterdir()] == ["table.csv"]


def test_the_shipped_table_is_as_the_writer_writes_it(tmp_path: Path) -> None:
    write_observations(tmp_path / "again.csv", shipped_rows())
    from jangmadang.evidence.sources import __file__ as room

    shipped = Path(room).parent / "data" / "prices_press.csv"
    assert (tmp_path / "again.csv").read_bytes() == shipped.read_bytes()


def write(path: Path, *rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_columns_in_any_order_use_may_lack_and_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", GOOD, columns=tuple(reversed(COLUMNS[:-1])))
    (row,) = read_observations(path)
    assert (row.id, row.use, row.date_end) == ("a", "", date(2024, 11, 24))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_observations(path) == [row]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"date_start": "24.11.2024"}, "field date_start: '24.11.2024' is no day; write YYYY-MM-DD"),
        ({"date_end": "2024-02-30"}, "field date_end: '2024-02-30' is no day"),
        ({"date_end": "2024-11-01"}, "field date_end: 2024-11-01 is before date_start"),
        ({"known_on": "2024-11-20"}, "field known_on: 2024-11-20 is before date_end"),
        ({"low": "cheap"}, "field low: 'cheap' is no number"),
        ({"low": "-3"}, "field low: -3 is not a positive number"),
        ({"low": "nan"}, "field low: nan is not a positive number"),
        ({"low": "9", "high": "8"}, "field low: 9 is above high"),
        ({"low": "", "high": ""}, "field low: no value"),
        ({"high": ""}, "field bound: exact goes with equal low and high"),
        ({"bound": "lower"}, "field bound: lower goes with a low and no high"),
        ({"bound": "sharp"}, "field bound: 'sharp' is unknown; use one of exact"),
        ({"per_qty": ""}, "field per_qty: is empty"),
        ({"currency": "EUR"}, "field currency: 'EUR' is unknown; use one of KPW, CNY, USD"),
        ({"use": "maybe"}, "field use: 'maybe' is unknown; use one of empty"),
        ({"place": " / "}, "field place: is empty"),
        ({"note": "two\nlines"}, "field note: holds a line break"),
    ],
)
def test_bad_rows_name_file_row_field_and_remedy(tmp_path: Path, fields: dict[str, str], message: str) -> None:
    with pytest.raises(InputError) as error:
        read_observations(write(tmp_path / "prices.csv", GOOD | {"id": "b"}, GOOD | fields))
    assert f"prices.csv, row 2, {message}" in str(error.value)


def test_a_table_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    for content, message in (
        (b"date,place\n2024,Hyesan\n", "is no observation table"),
        (",".join((*COLUMNS, "colour")).encode() + b"\n", "unknown column 'colour'"),
        (",".join((*COLUMNS, "note")).encode() + b"\n", "column note is there twice"),
        ((",".join(COLUMNS) + "\na,2024-01-01\n").encode(), "row 1: has too few fields"),
        ((",".join(COLUMNS) + "\n" + "a," * 30 + "\n").encode(), "row 1: has too many fields"),
        (b"\xff\xfe\x00", "is no text in UTF-8"),
        (b'id,"' + b"x" * 200_000, "cannot be read"),
        (b"", "holds no rows"),
    ):
        path.write_bytes(content)
        with pytest.raises(InputError, match=message):
            read_observations(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_observations(tmp_path / "none.csv")
    with pytest.raises(InputError, match="row 2, field id: 'a' is that of row 1 too"):
        read_observations(write(path, GOOD, GOOD))


def test_a_row_that_would_not_read_back_is_refused_and_the_old_table_stays(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", GOOD)
    (row,) = read_observations(path)
    from dataclasses import replace

    with pytest.raises(InputError, match="field note: holds a line break"):
        write_observations(path, [replace(row, note="a\nb")])
    assert read_observations(path) == [row] and [file.name for file in tmp_path.iterdir()] == ["t.csv"]
    with pytest.raises(InputError, match="cannot be written"):
        write_observations(path / "below", [row])
