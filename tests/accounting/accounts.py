"""Accounts computed again, in NumPy, from what a run hands out; nothing here comes from the closure checks."""

from __future__ import annotations

from typing import Any

import numpy as np

HOUSEHOLD_SECTORS = ("labourer", "stallholder", "official", "donju", "farmer")
CURRENCIES = ("kpw", "cny")


def net_flows(ledger: dict[str, Any]) -> np.ndarray[Any, Any]:
    """Net inflow [week, currency, sector] by payer and payee of every booked flow, in 1/100 units."""
    sectors = ledger["sector_names"]
    flows = np.asarray(ledger["flows"])
    net = np.zeros((len(flows), 2, len(sectors)), dtype=np.int64)
    for f, currency in enumerate(ledger["flow_currency"]):
        money = CURRENCIES.index(currency)
        for c, household in enumerate(HOUSEHOLD_SECTORS):
            for end, sign in (("flow_payer", -1), ("flow_payee", 1)):
                name = ledger[end][f]
                sector = sectors.index(household if name == "household" else name)
                net[:, money, sector] += sign * flows[:, f, c]
    return net
