"""A question to the model: a base and up to three scenarios, with all that can be asked of each."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from jangmadang.scenario.reading import STANDARD

HOME = "hyesan"
MOST_SCENARIOS, MOST_ENTRIES, MOST_TITLE, MOST_WEEKS = 4, 40, 120, 120
FEWEST_RUNS, MOST_RUNS, RUNS = 2, 200, 6
#: What a change does to its path.
OPERATIONS = {"set": "set to", "multiply": "multiplied by", "add": "raised by"}
#: Whether the exchange rate follows the reports, besides to a day from which it floats.
REGIMES = {
    "": "as shipped",
    "reported": "follows the reports, floats after the last",
    "from": "follows the reports, floats from a day",
    "endogenous": "floats throughout",
}


@dataclass(frozen=True)
class Dated:
    """A dated change: of a path, or a named shock.

    Attributes
    ----------
    what : a target, such as `openness[customs,*]`, or the name of a shock.
    first, last : its days, both included; without a last one it stays.
    how : a word of `OPERATIONS`; empty for a shock.
    value : what the path is set to, multiplied by or raised by.
    weeks : over which it comes.
    """

    what: str
    first: datetime.date
    last: datetime.date | None = None
    how: str = ""
    value: float = 0.0
    weeks: int = 1


@dataclass(frozen=True)
class Setting:
    """A parameter, switch or theory: `name` or `name[member]`, and what it is set to, as typed at the command line."""

    name: str
    value: str


@dataclass(frozen=True)
class Weekly:
    """Values of a path, one a week.

    Attributes
    ----------
    what : a target.
    values : Mondays with what the path is in their weeks.
    """

    what: str
    values: tuple[tuple[datetime.date, float], ...]


@dataclass(frozen=True)
class Wanted:
    """One scenario of a question: a shipped one, and what is changed of it.

    Attributes
    ----------
    extends : name of the shipped scenario.
    title : what it is called; empty for what its changes say.
    end : the first Monday that is not simulated; None for that of the shipped one.
    dated, settings : what is changed.
    start : the first Monday; None for that of the shipped one.
    regime : of the exchange rate, a word of `REGIMES`.
    floats : the day from which the rate floats, with the regime `from`.
    weekly : paths that have a value for each week.
    """

    extends: str = STANDARD
    title: str = ""
    end: datetime.date | None = None
    dated: tuple[Dated, ...] = ()
    settings: tuple[Setting, ...] = ()
    start: datetime.date | None = None
    regime: str = ""
    floats: datetime.date | None = None
    weekly: tuple[Weekly, ...] = ()


@dataclass(frozen=True)
class Question:
    """A base and up to three scenarios, run in pairs.

    Attributes
    ----------
    scenarios : the base first.
    runs : pairs of runs.
    draws : whether intervals are by what is assumed.
    posterior : whether they are by the parameters that the evidence leaves, of the shipped posterior.
    place : of which the answer speaks.
    """

    scenarios: tuple[Wanted, ...] = (Wanted(),)
    runs: int = RUNS
    draws: bool = True
    posterior: bool = False
    place: str = HOME
