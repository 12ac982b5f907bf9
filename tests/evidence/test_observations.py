"""The observation schema and the reader of price tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jangmadang.errors import InputError
from jangmadang.evidence.observations import PRICE_COLUMNS, Observation, parse_period, read_prices, shipped_prices

GOOD = {
    "date": "2024-11-24", "place": "Hyesan", "item": "cny", "low": "2400", "high": "2400", "currency": "KPW",
    "per_qty": "1", "unit": "each", "basis": "day", "use": "", "source_url": "https://example.org",
    "publisher": "Daily NK", "note": "",
}  # fmt: skip


def write(path: Path, *rows: dict[str, str]) -> Path:
    lines = [",".join(PRICE_COLUMNS)] + [",".join(row[column] for column in PRICE_COLUMNS) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read_one(tmp_path: Path, **fields: str) -> Observation:
    return read_prices(write(tmp_path / "prices.csv", GOOD | fields))[0]


def test_shipped_table_reads_whole() -> None:
    observations = shipped_prices()
    assert len({o.id for o in observations}) == len(observations) > 1400
    assert sum(o.disputed for o in observations) == 12 * 2
    assert all(o.date_start <= o.date_end <= o.known_on for o in observations)
    assert all(o.source for o in observations)


def test_excluded_rows_are_dropped(tmp_path: Path) -> None:
    kept = read_prices(write(tmp_path / "prices.csv", GOOD | {"use": "exclude"}, GOOD))
    assert [o.id for o in kept] == ["prices row 2"]


def test_slash_place_gives_each_place_with_double_noise(tmp_path: Path) -> None:
    both = read_prices(write(tmp_path / "prices.csv", GOOD | {"place": "Pyongyang/Hyesan"}))
    assert [o.place for o in both] == ["Pyongyang", "Hyesan"]
    assert both[0].noise == 2 * read_one(tmp_path).noise


def test_noise_doubles_after_2019_and_is_ten_percent_while_contested(tmp_path: Path) -> None:
    assert read_one(tmp_path, date="2019-06-01").noise == pytest.approx(0.02)
    assert read_one(tmp_path).noise == pytest.approx(0.04)
    assert read_one(tmp_path, date="2025-09-15").noise == pytest.approx(0.10)


def test_periods() -> None:
    assert parse_period("2024") == (date(2024, 1, 1), date(2024, 12, 31))
    assert parse_period("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert parse_period("2024-02-03/2024-05") == (date(2024, 2, 3), date(2024, 5, 31))
    for text in ("yesterday", "2024-13", "2024-02-30", "2024-05/2024-02", ""):
        with pytest.raises(ValueError):
            parse_period(text)


def test_week_ends_on_the_printed_date(tmp_path: Path) -> None:
    o = read_one(tmp_path, basis="week")
    assert (o.date_start, o.date_end) == (date(2024, 11, 18), date(2024, 11, 24))


def test_bounds_and_quantity(tmp_path: Path) -> None:
    assert read_one(tmp_path, high="").bound == "lower"
    assert read_one(tmp_path, low="2000").bound == "range"
    assert read_one(tmp_path, per_qty="1.5", low="5.3", high="5.3").value == pytest.approx(5.3 / 1.5)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"date": "24.11.2024"}, r"row 1, field date: .*write YYYY"),
        ({"low": "cheap"}, r"row 1, field low: 'cheap' is not a number"),
        ({"low": "-3"}, r"row 1, field low: -3 is not a positive number"),
        ({"low": "nan"}, r"row 1, field low: nan is not a positive number"),
        ({"low": "9", "high": "8"}, r"row 1, field low: 9 is above high"),
        ({"low": "", "high": ""}, r"row 1, field low: no value"),
        ({"per_qty": ""}, r"row 1, field per_qty: is empty"),
        ({"currency": "EUR"}, r"row 1, field currency: 'EUR' is unknown; use one of KPW, CNY, USD"),
        ({"use": "maybe"}, r"row 1, field use: 'maybe' is unknown"),
        ({"place": ""}, r"row 1, field place: is empty"),
    ],
)
def test_bad_rows_name_file_row_field_and_remedy(tmp_path: Path, fields: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=r"prices\.csv, " + message):
        read_one(tmp_path, **fields)


def test_missing_file_and_column(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_prices(tmp_path / "none.csv")
    (tmp_path / "short.csv").write_text("date,place\n2024,Hyesan\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"short\.csv: no column item"):
        read_prices(tmp_path / "short.csv")
    (tmp_path / "cut.csv").write_text(",".join(PRICE_COLUMNS) + "\n2024-01-01,Hyesan,rice\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"cut\.csv, row 1: has too few fields"):
        read_prices(tmp_path / "cut.csv")
