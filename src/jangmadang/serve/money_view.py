"""What the page Money and goods says of a quarter of a kept run: who paid whom, the yuan, and goods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from jangmadang.accounting.transactions import TRANSACTIONS
from jangmadang.errors import InputError, nearest_name
from jangmadang.evidence.shipped import shipped_prices
from jangmadang.labels import label
from jangmadang.report.evidence_age import data_end, last_reports
from jangmadang.report.flow_matrix import CURRENCIES, CURRENCY_WORDS, balance_change, flow_matrix
from jangmadang.report.section import HOME
from jangmadang.report.wording import is_projected, number, spanned
from jangmadang.results.tables import read_ledger
from jangmadang.serve.kept_run import MANIFEST, KeptRun, kept_names, kept_run
from jangmadang.serve.known import Stamp, made_once, stamp_of
from jangmadang.serve.sankey import Ribbon

ABROAD = "abroad"
#: Weeks that a quarter has at least, unless the run cuts it short.
FULL_WEEKS = 12
#: Sectors whose part of all flows is less are drawn as one.
SMALL_PART = 0.01
OTHERS = "others"
MEANINGS = {one.name: one.meaning for one in TRANSACTIONS}
KILOGRAMS_A_TONNE = 1000.0


@dataclass(frozen=True)
class Asked:
    """What the page is asked for; empty texts ask for the first run, the last full quarter with evidence, the yuan."""

    run: str = ""
    quarter: str = ""
    currency: str = "cny"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked:
        """What an address asks for.

        Raises
        ------
        InputError
            If it is another currency.
        """
        asked = cls(query.get("run", ""), query.get("quarter", ""), query.get("currency", "") or "cny")
        if asked.currency not in CURRENCIES:
            raise InputError(f"no currency '{asked.currency}'; {nearest_name(asked.currency, CURRENCIES)}")
        return asked


@dataclass(frozen=True)
class Flow:
    """A kind of payment in the quarter, in the unit of the page."""

    name: str
    payer: str
    receiver: str
    amount: float

    @property
    def meaning(self) -> str:
        """What it pays for."""
        return MEANINGS.get(self.name, label(self.name))


@dataclass(frozen=True)
class Quarter:
    """A quarter of a run with its ledger.

    Attributes
    ----------
    run, ledger : the run.
    name : such as 2025-Q3.
    weeks : positions of the weeks whose Monday lies in it.
    currency : that is shown.
    evidence_ends : the day of the last report of any kind.
    """

    run: KeptRun
    ledger: Mapping[str, Any]
    name: str
    weeks: np.ndarray
    currency: str
    evidence_ends: np.datetime64 | None

    @property
    def evidence_day(self) -> date | None:
        """The day of the last report of any kind as a date."""
        return None if self.evidence_ends is None else date.fromisoformat(str(self.evidence_ends))

    @property
    def unit(self) -> str:
        """What amounts are written in."""
        return CURRENCY_WORDS[self.currency][0]

    @property
    def divide_by(self) -> float:
        """Millions in that unit."""
        return CURRENCY_WORDS[self.currency][1]

    @property
    def is_projected(self) -> bool:
        """Whether it ends after the evidence, so that all is what would be."""
        return is_projected(self.ledger["weeks"][self.weeks[-1]], self.evidence_ends)

    @property
    def span(self) -> tuple[date, date]:
        """First and last day."""
        days = self.ledger["weeks"][self.weeks]
        return days[0].item(), (days[-1] + 6).item()

    @cached_property
    def payments(self) -> list[tuple[str, str, float]]:
        """Payer, receiver and amount in the unit shown, those above zero."""
        table = flow_matrix(self.ledger, self.weeks, self.currency).payments / self.divide_by
        return [
            (payer, receiver, float(table.loc[payer, receiver]))
            for payer in table.index
            for receiver in table.columns
            if table.loc[payer, receiver] > 0.0
        ]

    @cached_property
    def flows(self) -> list[Flow]:
        """Payments by what they pay for, the largest first."""
        amounts = np.asarray(self.ledger["flows"])[self.weeks].sum(axis=(0, 2)) / (1e8 * self.divide_by)
        names = zip(*(self.ledger[f"flow_{key}"] for key in ("names", "currency", "payer", "payee")), strict=True)
        found = [
            Flow(name, payer, receiver, float(amount))
            for amount, (name, currency, payer, receiver) in zip(amounts, names, strict=True)
            if currency == self.currency and amount > 0
        ]
        return sorted(found, key=lambda one: -one.amount)

    @property
    def came_in(self) -> list[Flow]:
        """What abroad paid."""
        return [one for one in self.flows if one.payer == ABROAD]

    @property
    def went_out(self) -> list[Flow]:
        """What was paid abroad."""
        return [one for one in self.flows if one.receiver == ABROAD]

    @cached_property
    def holdings(self) -> list[tuple[str, float, float]]:
        """What each sector of the country held at the end, and how that changed in the quarter."""
        change = balance_change(self.ledger, self.weeks, self.currency) / self.divide_by
        position = CURRENCIES.index(self.currency)
        held = np.asarray(self.ledger["balances"])[self.weeks[-1] + 1, position] / (1e8 * self.divide_by)
        found = [
            (name, float(amount), float(change[name]))
            for name, amount in zip(self.ledger["sector_names"], held, strict=True)
            if name != ABROAD and (amount or change[name])
        ]
        return sorted(found, key=lambda row: -row[1])

    def ribbons(self) -> list[Ribbon]:
        """Payments as a diagram draws them, small sectors as one."""
        big = self.big_sectors
        found: dict[tuple[str, str], float] = {}
        for payer, receiver, amount in self.payments:
            ends = (payer if payer in big["payer"] else OTHERS, receiver if receiver in big["receiver"] else OTHERS)
            found[ends] = found.get(ends, 0.0) + amount
        return [
            Ribbon(payer, receiver, amount, f"{name_of(payer)} to {name_of(receiver)}: {number(amount)} {self.unit}")
            for (payer, receiver), amount in found.items()
        ]

    @property
    def big_sectors(self) -> dict[str, set[str]]:
        """Payers and receivers that are drawn by their own names."""
        total = sum(amount for *_, amount in self.payments)
        found: dict[str, set[str]] = {}
        for side, at in (("payer", 0), ("receiver", 1)):
            sums: dict[str, float] = {}
            for row in self.payments:
                sums[str(row[at])] = sums.get(str(row[at]), 0.0) + row[2]
            found[side] = {name for name, amount in sums.items() if amount >= SMALL_PART * total}
        return found


def name_of(sector: str) -> str:
    """A sector in words."""
    return label(sector)


def quarters_of(weeks: np.ndarray) -> dict[str, np.ndarray]:
    """Positions of the weeks of each quarter, by the day of their Monday; the newest first."""
    months = np.asarray(weeks).astype("datetime64[M]").astype(int)
    found: dict[str, list[int]] = {}
    for position, month in enumerate(months):
        found.setdefault(f"{1970 + month // 12}-Q{month % 12 // 3 + 1}", []).append(position)
    return {name: np.array(found[name]) for name in reversed(list(found))}


def quarter_of(results: Path, asked: Asked) -> Quarter:
    """The quarter that is asked for.

    Raises
    ------
    InputError
        If there is no such run or quarter, or the run holds no ledger.
    """
    names = kept_names(results)
    if not names:
        raise InputError(f"no run is kept in {results}; make one with: jangmadang run hyesan")
    run = kept_run(results, asked.run or names[0])
    ledger = _ledger(stamp_of(results / run.name / MANIFEST))
    ends = data_end(last_reports(run.scenario, shipped_prices()))
    known = quarters_of(ledger["weeks"])
    name = asked.quarter or _usual(known, ledger["weeks"], ends)
    if name not in known:
        raise InputError(f"{run.name} has no quarter '{name}'; {nearest_name(name, known)}")
    return Quarter(run, ledger, name, known[name], asked.currency, ends)


def _usual(quarters: Mapping[str, np.ndarray], weeks: np.ndarray, ends: np.datetime64 | None) -> str:
    """The last quarter in full before the evidence ends; the newest if there is none."""
    told = [
        name
        for name, inside in quarters.items()
        if len(inside) >= FULL_WEEKS and not is_projected(weeks[inside[-1]], ends)
    ]
    return (told or list(quarters))[0]


@made_once
def _ledger(stamp: Stamp) -> dict[str, Any]:
    return read_ledger(stamp.path.parent / "ledger")


def abroad_by_quarter(quarter: Quarter) -> list[tuple[str, float, float]]:
    """Yuan that came in and went out in each full quarter, in millions, the oldest first; in all if none is full."""
    ledger = quarter.ledger
    flows = np.asarray(ledger["flows"]).sum(axis=2) / 1e8
    yuan = np.array(ledger["flow_currency"]) == "cny"
    into, out = (yuan & (np.array(ledger[key]) == ABROAD) for key in ("flow_payer", "flow_payee"))
    known = quarters_of(ledger["weeks"])
    shown = {name: inside for name, inside in known.items() if len(inside) >= FULL_WEEKS} or known
    return [
        (name, float(flows[inside][:, into].sum()), float(flows[inside][:, out].sum()))
        for name, inside in reversed(shown.items())
    ]


def trade_with_band(quarter: Quarter, indicator: str) -> str:
    """Trade over the border at Hyesan in the quarter, million yuan, with what chance does to it."""

    def total(data: xr.Dataset) -> xr.DataArray:
        series = data[indicator].isel(week=quarter.weeks)
        return series.sum([dim for dim in series.dims if dim != "seed"]) / 1e6

    value, low, high = (float(part) for part in quarter.run.bands.interval(total))
    band = "" if low == high else f" [{spanned(number(low), number(high))}]"
    return f"{number(value)}{band}"


def staple_rows(quarter: Quarter) -> list[list[str]]:
    """What became of rice and corn in the country, thousand tonnes."""
    data, weeks = quarter.run.dataset, quarter.weeks
    columns = []
    for crop in map(str, data["crop"].values):
        stock = data[f"{crop}_stock"].values / KILOGRAMS_A_TONNE
        start = stock[weeks[0] - 1] if weeks[0] > 0 else np.nan
        harvest, imports = (
            float(data[name].sel(crop=crop).isel(week=weeks).sum()) / KILOGRAMS_A_TONNE
            for name in ("farm_harvest", "grain_imports")
        )
        sold = float(data[f"{crop}_sold"].isel(week=weeks).sum()) / KILOGRAMS_A_TONNE**2
        end = stock[weeks[-1]]
        columns.append([start, harvest, imports, -sold, end - (start + harvest + imports - sold), end])
    names = (
        "stock of trade at the start",
        "harvest of farms, farmers' own share aside",
        "imports of traders",
        "sold on markets",
        "all else: the state, sales out of own grain, losses",
        "stock of trade at the end",
    )
    return [[name, *(_amount(column[n]) for column in columns)] for n, name in enumerate(names)]


def beside_market_rows(quarter: Quarter) -> list[list[str]]:
    """Food that reached households beside the market in the country, thousand tonnes."""
    data, weeks = quarter.run.dataset, quarter.weeks
    names = ("own_harvest", "own_grain_eaten", "rations", "shop_grain", "food_aid", "gleaned")
    return [
        [str(data[name].attrs["long_name"]), _amount(float(data[name].isel(week=weeks).sum()) / KILOGRAMS_A_TONNE**2)]
        for name in names
        if name in data
    ]


def border_rows(quarter: Quarter) -> list[list[str]]:
    """Goods over the border at Hyesan by channel, million yuan: flow, good, each channel, all."""
    data, rows = quarter.run.dataset, []
    for flow in ("import", "export"):
        values = data[f"{flow}_value"].isel(week=quarter.weeks).sum("week") / 1e6
        for good in map(str, values[f"{flow}_good"].values):
            by_channel = [float(one) for one in values.sel({f"{flow}_good": good})]
            if sum(by_channel) > 0.0:
                rows.append([f"{flow}s: {label(good)}", *(_amount(one) for one in [*by_channel, sum(by_channel)])])
    return rows


def use_rows(quarter: Quarter) -> list[list[str]]:
    """Goods that Hyesan buys: brought in, made at home, bought there, sent inland, with their unit."""
    data, weeks = quarter.run.dataset, quarter.weeks

    def total(name: str, **of: str) -> float:
        return float(data[name].sel(of).isel(week=weeks).sum())

    rows: list[tuple[str, str, float | None, float | None, float | None]] = []
    for tier in map(str, data["tier"].values):
        rows.append(
            (f"garments, {label(tier)}", "thousand pieces", total("clothing_imports", tier=tier),
             total("clothing_purchases", place=HOME, tier=tier), total("clothing_inland_shipments", tier=tier))
        )  # fmt: skip
    for origin in map(str, data["origin"].values):
        sent = total("medicine_inland_shipments") if origin == "imported" else None
        bought = total("medicine_purchases", place=HOME, origin=origin)
        rows.append((f"medicine, {label(origin)}", "thousand courses", None, bought, sent))
    rows.append(("other imported goods", "million units", None, total("imported_goods_sold", place=HOME) / 1e3, None))
    return [
        [what, unit, *("not recorded" if one is None else _amount(one / 1e3) for one in values)]
        for what, unit, *values in rows
    ]


def _amount(value: float) -> str:
    return number(value) if np.isfinite(value) else "not in the run"
