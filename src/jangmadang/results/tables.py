"""Spreadsheet tables: one per headline indicator, and the ledger as columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import xarray as xr

from jangmadang.axes import AXES
from jangmadang.errors import InputError
from jangmadang.results.bands import Bands
from jangmadang.results.indicators import HEADLINE
from jangmadang.results.summary import BORDER_INDICATORS, COUNTRY, HOME

COLUMNS = ("date", "place", "class", "unit", "value", "low", "high")
CURRENCIES = ("kpw", "cny")
HOUSEHOLD = "household"


def headline_rows(bands: Bands, name: str) -> Iterator[tuple[str, ...]]:
    """One indicator as rows of date, place, class (or channel, or group of buyers), unit, value, low, high."""
    value, low, high = bands.interval(name)
    elsewhere = HOME if name in BORDER_INDICATORS else COUNTRY
    labels = _labels(value)
    further = next((dim for dim in labels if dim not in {"week", "place"}), "")
    return zip(
        np.datetime_as_string(labels["week"], unit="D").tolist(),
        labels["place"].tolist() if "place" in labels else repeat(elsewhere),
        labels[further].tolist() if further else repeat(""),
        repeat(quoted(bands.main[name].attrs["units"])),
        *((texts := _texts(value)), *(texts if series is value else _texts(series) for series in (low, high))),
    )


def quoted(text: str) -> str:
    """A field of a table: in quotation marks where it holds a comma or one of them."""
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text


def _texts(series: xr.DataArray) -> list[str]:
    """Values to six significant figures, the weeks outermost; a missing one is left blank."""
    values = np.asarray(series.transpose("week", ...), dtype=float).ravel().tolist()
    return ["" if value != value else f"{value:.6g}" for value in values]


def _labels(series: xr.DataArray) -> dict[str, Any]:
    """Coordinate of every cell, flattened, by dimension."""
    ordered = series.transpose("week", ...)
    grids = np.meshgrid(*(ordered[dim].values for dim in ordered.dims), indexing="ij")
    return {str(dim): grid.ravel() for dim, grid in zip(ordered.dims, grids, strict=True)}


def write_tables(bands: Bands, folder: Path) -> None:
    """Write a CSV file for every headline indicator."""
    folder.mkdir()
    for indicator in HEADLINE:
        with (folder / f"{indicator.name}.csv").open("w", encoding="utf-8", newline="") as file:
            file.write(",".join(COLUMNS) + "\n")
            file.writelines(",".join(row) + "\n" for row in headline_rows(bands, indicator.name))


def flow_columns(ledger: Mapping[str, Any], weeks: np.ndarray) -> pa.Table:
    """Booked flows, one row for each that is not zero; amounts in 1/100 of the currency."""
    flows = np.asarray(ledger["flows"])
    week, flow, member = np.nonzero(flows)
    names = {
        key: np.asarray(ledger[key], dtype=str)[flow]
        for key in ("flow_names", "flow_currency", "flow_payer", "flow_payee")
    }
    with_class = (names["flow_payer"] == HOUSEHOLD) | (names["flow_payee"] == HOUSEHOLD)
    return pa.table(
        {
            "date": pa.array(np.asarray(weeks)[week].astype("datetime64[D]")),
            "flow": names["flow_names"],
            "currency": names["flow_currency"],
            "payer": names["flow_payer"],
            "payee": names["flow_payee"],
            "household_class": np.where(with_class, np.asarray(AXES["household_class"])[member], ""),
            "amount_hundredths": flows[week, flow, member],
        }
    )


def balance_columns(ledger: Mapping[str, Any], weeks: np.ndarray) -> pa.Table:
    """Balances of the sectors at the start of each week, the last row after the last week; in 1/100 of the currency."""
    balances = np.asarray(ledger["balances"])
    sectors = np.asarray(ledger["sector_names"], dtype=str)
    days = np.asarray(weeks).astype("datetime64[D]")
    dates = np.append(days, days[-1] + np.timedelta64(7, "D"))
    week, currency, sector = (grid.ravel() for grid in np.indices(balances.shape))
    return pa.table(
        {
            "date": pa.array(dates[week]),
            "currency": np.asarray(CURRENCIES)[currency],
            "sector": sectors[sector],
            "balance_hundredths": balances.ravel(),
        }
    )


def write_ledger(ledger: Mapping[str, Any], weeks: np.ndarray, folder: Path) -> None:
    """Write the ledger as Parquet."""
    folder.mkdir()
    pq.write_table(flow_columns(ledger, weeks), folder / "flows.parquet")
    pq.write_table(balance_columns(ledger, weeks), folder / "balances.parquet")


def read_ledger(folder: Path) -> dict[str, Any]:
    """The ledger that `write_ledger` wrote, with its `weeks`; a flow that never was anything is not in it.

    Raises
    ------
    InputError
        If it is not there or cannot be read.
    """
    try:
        flows = pq.read_table(folder / "flows.parquet").to_pydict()
        balances = pq.read_table(folder / "balances.parquet").to_pydict()
        dates = list(dict.fromkeys(balances["date"]))
        sectors = list(dict.fromkeys(balances["sector"]))
        named = ("flow", "currency", "payer", "payee")
        kinds = list(dict.fromkeys(zip(*(flows[name] for name in named), strict=True)))
        members = {"": 0, **{name: n for n, name in enumerate(AXES["household_class"])}}
        amounts = np.zeros((len(dates) - 1, len(kinds), len(AXES["household_class"])), np.int64)
        at_week, at_kind = ({one: n for n, one in enumerate(known)} for known in (dates, kinds))
        weeks = [at_week[day] for day in flows["date"]]
        which = [at_kind[kind] for kind in zip(*(flows[name] for name in named), strict=True)]
        classes = [members[name] for name in flows["household_class"]]
        np.add.at(amounts, (weeks, which, classes), flows["amount_hundredths"])  # a flow without classes has many rows
        held = np.array(balances["balance_hundredths"], np.int64).reshape(len(dates), len(CURRENCIES), len(sectors))
    except (OSError, LookupError, ValueError):
        raise InputError(f"{folder} holds no ledger that can be read; make the run again") from None
    names, currencies, payers, payees = (list(column) for column in zip(*kinds, strict=True)) if kinds else ([],) * 4
    return {
        "weeks": np.array(dates[:-1], "datetime64[D]"),
        "flows": amounts,
        "flow_names": names,
        "flow_currency": currencies,
        "flow_payer": payers,
        "flow_payee": payees,
        "balances": held,
        "sector_names": sectors,
    }
