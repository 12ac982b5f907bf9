"""A made-up run with plausible series, for tests of results and report without an engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

import numpy as np

from jangmadang.axes import AXES
from jangmadang.results.variables import VARIABLES
from jangmadang.scenario.schema import ExchangeRate, Spell
from jangmadang.scenario.yaml_files import PACKS

FLOWS = (
    ("staples bought", "kpw", "household", "farms"),
    ("wages", "kpw", "state", "household"),
    ("stall sales", "kpw", "household", "traders"),
    ("imports", "cny", "traders", "china"),
    ("exports", "cny", "china", "companies"),
    ("gathering", "cny", "companies", "household"),
)
SECTORS = ("household", "traders", "companies", "changers", "state", "farms", "china")
OPEN_SPELL = Spell.model_validate(
    {
        "from": "2026-03-16",
        "value": 1.0,
        "source": ["assumed"],
        "assumed": True,
        "note": "The state channel reopens in mid-March 2026",
    }
)


class SyntheticScenario:
    """What results and report ask of a scenario."""

    name = "hyesan"
    title = "Made-up history"
    question = "What would a report look like?"
    start = date(2015, 1, 5)
    end = date(2026, 11, 23)
    packs = PACKS
    parameters: ClassVar[dict[str, Any]] = {}
    switches: ClassVar[dict[str, Any]] = {}
    theories: ClassVar[dict[str, Any]] = {}
    changes = ()
    series = ()
    exchange_rate = ExchangeRate()
    paths = ({"openness[state_smuggling,import]": (OPEN_SPELL,), "openness[state_smuggling,export]": (OPEN_SPELL,)},)

    def model_dump(self, *, mode: str = "python") -> dict[str, Any]:
        """Settings as plain data."""
        return {"name": self.name, "title": self.title, "start": "2015-01-05", "end": "2026-11-23"}

    def content_hash(self) -> str:
        """A fixed hash."""
        return "0" * 64

    def weekly_paths(self, first_monday: date, weeks: int) -> np.ndarray:
        """Openness: private and customs to January 2020, the state channel from August 2023 with a stop."""
        record = np.zeros(weeks, dtype=[("openness", "f8", (3, 2, 1)), ("exchange_rate_imposed", "f8")])
        day = np.datetime64(first_monday) + 7 * np.arange(weeks)
        record["exchange_rate_imposed"] = day < np.datetime64("2026-07-01")
        record["openness"][day < np.datetime64("2020-01-22")] = 1.0
        state = ((day >= np.datetime64("2023-08-01")) & (day < np.datetime64("2025-12-29"))) | (
            day >= np.datetime64("2026-03-16")
        )
        record["openness"][state, 1] = 1.0
        record["openness"][day >= np.datetime64("2024-01-01"), 0, 0] = 0.3
        return record


@dataclass
class SyntheticRun:
    """A run record without a model behind it."""

    weeks: np.ndarray
    records: dict[str, np.ndarray]
    ledger: dict[str, Any]
    seed: int = 1
    resolution: str = "default"
    scenario: Any = field(default_factory=SyntheticScenario)
    households: int = 108_000
    real_households: Any = None
    seconds: float = 10.0
    prepare_seconds: float = 5.0
    since: str = ""
    ledger_residuals: dict[str, float] = field(default_factory=lambda: {"kpw": 0.0, "cny": 0.0, "goods": 0.0})


def synthetic_run(seed: int = 1, weeks: int = 621, start: str = "2015-01-05") -> SyntheticRun:
    """Series that move with the border and the season, with noise by seed."""
    rng = np.random.default_rng(seed)
    monday = np.datetime64(start) + 7 * np.arange(weeks)
    openness = SyntheticScenario().weekly_paths(monday[0].item(), weeks)["openness"][..., 0]
    trade = np.convolve(openness.max(axis=(1, 2)), np.ones(13) / 13)[:weeks]
    trade[:13] = openness[0].max()
    season = 1 + 0.3 * np.cos(2 * np.pi * (np.arange(weeks) - 40) / 52)
    records: dict[str, np.ndarray] = {}
    for variable in VARIABLES:
        shape = tuple(len(AXES[dim]) for dim in variable.dims)
        scale = _LEVELS.get(variable.name, 100.0) * rng.uniform(0.8, 1.2, shape)
        noise = np.exp(0.05 * rng.standard_normal((weeks, *shape)))
        move = (0.5 + 0.5 * trade) * season if variable.unit != "1" else 1.2 - 0.4 * trade
        records[variable.name] = move.reshape(-1, *(1,) * len(shape)) * scale * noise
    for name, axis in (("import_value", 0), ("export_value", 1)):
        records[name] *= openness[:, :, axis][..., None]
    households = np.tile([20_000.0, 15_000, 3_000, 1_400, 10_000], (len(AXES["place"]), 1))
    return SyntheticRun(monday, records, _ledger(rng, weeks), seed=seed, real_households=households)


_LEVELS = {
    "exchange_rate": 1_250.0,
    "rice_price": 5_000.0,
    "corn_price": 2_000.0,
    "short_of_staples_share": 0.3,
    "short_of_staples_share_all": 0.3,
    "confidence": 0.5,
    "clothing_conversion_rate": 0.35,
    "gini": 0.35,
    "income_median": 90_000.0,
    "income_median_all": 90_000.0,
    "spending_mean": 80_000.0,
    "farm_gate_price": 250.0,
    "collector_income": 40_000.0,
    "medicine_stock_cover": 9.0,
    "medicine_price": 15_000.0,
    "import_value": 200_000.0,
    "export_value": 30_000.0,
}


def _ledger(rng: np.random.Generator, weeks: int) -> dict[str, Any]:
    """Random flows with the balances that follow from them."""
    flows = rng.integers(0, 10**9, (weeks, len(FLOWS), 5))
    net = np.zeros((weeks, 2, len(SECTORS)), dtype=np.int64)
    for index, (_, currency, payer, payee) in enumerate(FLOWS):
        amount = flows[:, index].sum(axis=1)
        net[:, ("kpw", "cny").index(currency), SECTORS.index(payer)] -= amount
        net[:, ("kpw", "cny").index(currency), SECTORS.index(payee)] += amount
    balances = np.concatenate([np.zeros((1, 2, len(SECTORS)), dtype=np.int64), np.cumsum(net, axis=0)])
    return {
        "flows": flows,
        "flow_names": [flow[0] for flow in FLOWS],
        "flow_currency": [flow[1] for flow in FLOWS],
        "flow_payer": [flow[2] for flow in FLOWS],
        "flow_payee": [flow[3] for flow in FLOWS],
        "balances": balances,
        "sector_names": list(SECTORS),
    }
