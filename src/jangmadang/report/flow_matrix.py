"""The transaction-flow matrix of some weeks, such as a year: who paid whom, from the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from jangmadang.axes import AXES
from jangmadang.labels import label
from jangmadang.report.wording import number, signed

MILLION_IN_HUNDREDTHS = 1e8
CURRENCIES = ("kpw", "cny")
#: How amounts, which are in millions, are written: unit, and what they are divided by.
CURRENCY_WORDS = {"kpw": ("billion won", 1e3), "cny": ("million yuan", 1.0)}
HOUSEHOLD = "household"


class FlowMatrix(NamedTuple):
    """Payers in rows, receivers in columns, in millions; with what each sector's balance gained meanwhile."""

    currency: str
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


def flow_matrix(ledger: Mapping[str, Any], inside: np.ndarray, currency: str) -> FlowMatrix:
    """Sum the booked flows of the weeks at some positions by payer and receiver, in million units of a currency."""
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
    return FlowMatrix(currency, payments, payments.sum(axis=0) - payments.sum(axis=1))


def balance_change(ledger: Mapping[str, Any], inside: np.ndarray, currency: str) -> pd.Series:
    """Change of every sector's summed balances over successive weeks, in million units; all households' among them."""
    balances = np.asarray(ledger["balances"])[:, CURRENCIES.index(currency), :]
    change = (balances[inside[-1] + 1] - balances[inside[0]]) / MILLION_IN_HUNDREDTHS
    by_sector = pd.Series(change, index=list(ledger["sector_names"]))
    classes = [name for name in AXES["household_class"] if name in by_sector.index]
    return pd.concat([by_sector, pd.Series({HOUSEHOLD: by_sector[classes].sum()})]) if classes else by_sector


def matrix_in_words(ledger: Mapping[str, Any], inside: np.ndarray, currency: str) -> dict[str, Any]:
    """A flow matrix as text, with the sectors' gains and the change of their balances where it is kept."""
    unit, divide_by = CURRENCY_WORDS[currency]
    matrix = flow_matrix(ledger, inside, currency)
    payments, gained = matrix.payments / divide_by, matrix.gained / divide_by
    balances = balance_change(ledger, inside, currency) / divide_by
    names = list(payments.index)
    return {
        "unit": unit,
        "sectors": [label(name) for name in names],
        "rows": [
            (label(name), ["" if value == 0 else number(value) for value in payments.loc[name]], number(paid))
            for name, paid in zip(names, payments.sum(axis=1), strict=True)
        ],
        "received": [number(value) for value in payments.sum(axis=0)],
        "gained": [signed(gained[name]) for name in names],
        "balances": [signed(balances[name]) if name in balances.index else "" for name in names],
    }
