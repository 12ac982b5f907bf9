"""The transaction-flow matrix of a year: who paid whom, from the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from jangmadang.axes import AXES

MILLION_IN_HUNDREDTHS = 1e8
CURRENCIES = ("kpw", "cny")
HOUSEHOLD = "household"


class FlowMatrix(NamedTuple):
    """Payers in rows, receivers in columns, in millions; with what each sector's balance gained in the year."""

    currency: str
    year: int
    payments: pd.DataFrame
    gained: pd.Series


def year_weeks(weeks: np.ndarray, year: int) -> np.ndarray:
    """Positions of the weeks whose Monday lies in a year."""
    return np.flatnonzero(np.asarray(weeks).astype("datetime64[Y]").astype(int) + 1970 == year)


def chosen_year(weeks: np.ndarray) -> int:
    """The last year that the run holds in full, else its last."""
    years = np.asarray(weeks).astype("datetime64[Y]").astype(int) + 1970
    full = [int(year) for year in np.unique(years) if (years == year).sum() >= 52]
    return full[-1] if full else int(years[-1])


def flow_matrix(ledger: Mapping[str, Any], weeks: np.ndarray, year: int, currency: str) -> FlowMatrix:
    """Sum a year's booked flows by payer and receiver, in million units of a currency."""
    inside = year_weeks(weeks, year)
    amounts = np.asarray(ledger["flows"])[inside].sum(axis=(0, 2))
    sectors = list(dict.fromkeys([*ledger["flow_payer"], *ledger["flow_payee"]]))
    payments = pd.DataFrame(0.0, index=sectors, columns=sectors)
    for amount, unit, payer, payee in zip(
        amounts, ledger["flow_currency"], ledger["flow_payer"], ledger["flow_payee"], strict=True
    ):
        if unit == currency:
            payments.loc[payer, payee] += float(amount) / MILLION_IN_HUNDREDTHS
    busy = [sector for sector in sectors if payments.loc[sector].any() or payments[sector].any()]
    payments = payments.loc[busy, busy]
    return FlowMatrix(currency, year, payments, payments.sum(axis=0) - payments.sum(axis=1))


def balance_change(ledger: Mapping[str, Any], weeks: np.ndarray, year: int, currency: str) -> pd.Series:
    """Change of every sector's summed balances over the year, in million units; that of all households among them."""
    inside = year_weeks(weeks, year)
    balances = np.asarray(ledger["balances"])[:, CURRENCIES.index(currency), :]
    change = (balances[inside[-1] + 1] - balances[inside[0]]) / MILLION_IN_HUNDREDTHS
    by_sector = pd.Series(change, index=list(ledger["sector_names"]))
    classes = [name for name in AXES["household_class"] if name in by_sector.index]
    return pd.concat([by_sector, pd.Series({HOUSEHOLD: by_sector[classes].sum()})]) if classes else by_sector
