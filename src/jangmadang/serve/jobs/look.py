"""The process that makes first looks: it stays, and goes on from the weeks that a question shares with those before.

A first look is the first pairs of runs of an answer, told as the answer will be told. The command that makes the whole
answer finds these pairs and makes the others.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue

from jangmadang.errors import CheckError, InputError, NotWrittenError, RunLostError
from jangmadang.files import write_whole
from jangmadang.report.base_forecast import BaseForecast, base_forecast
from jangmadang.report.comparison import answer_files
from jangmadang.results.compare import FEWEST_RUNS, Comparison, compare
from jangmadang.results.pasts import keeping_pasts
from jangmadang.scenario.posterior import SHIPPED
from jangmadang.serve.address import question_of
from jangmadang.serve.asked import Asked, scenarios_of
from jangmadang.serve.question import Question
from jangmadang.serve.question_form import example

#: Pasts that are kept: of the first pairs, with the scenario's own parameters and with drawn ones.
MOST_PASTS = 2 * FEWEST_RUNS


def look(asked: Asked, forecast: Forecast) -> None:
    """Make the first look at a question, unless it or the whole answer is there."""
    if asked.shown:
        return
    found = first_pairs(asked.question)
    for name, content in reversed(answer_files(found, forecast.of(found)).items()):  # what is looked for comes last
        write_whole(asked.first_look / name, lambda file, content=content: file.write(content))  # type: ignore[misc]
    found.keep_in(asked.unfinished)


def first_pairs(question: Question) -> Comparison:
    """The first pairs of runs that answer a question."""
    with keeping_pasts(MOST_PASTS):
        return compare(
            *scenarios_of(question),
            runs=FEWEST_RUNS,
            draws=question.draws,
            posterior=SHIPPED if question.posterior else None,
            place=question.place,
        )


class Forecast:
    """Forecast bands of the base of the last look."""

    def __init__(self) -> None:
        self._last: tuple[Comparison, BaseForecast] | None = None

    def of(self, found: Comparison) -> BaseForecast:
        """Those of a comparison; the last ones where the base is the same, as it is for most questions."""
        if self._last is None or not _same_base(self._last[0], found):
            self._last = found, base_forecast(found)
        return self._last[1]


def _same_base(one: Comparison, other: Comparison) -> bool:
    """Whether two comparisons have the same runs of the same base, seen from the same place."""
    of_one, of_other = ((found.scenarios[0], found.place) for found in (one, other))
    return of_one == of_other and one.base_prices.identical(other.base_prices)


def get_ready(forecast: Forecast) -> None:
    """Pass the weeks that most questions share, and do once what is slow the first time."""
    found = first_pairs(example())
    answer_files(found, forecast.of(found))


def main() -> None:
    """Make looks as they are asked for, until the server closes standard input or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's
    asked_for: SimpleQueue[str] = SimpleQueue()

    def listen() -> None:
        for line in sys.stdin:
            asked_for.put(line)
        os._exit(0)  # what is being made is of no use to anybody; files are written whole or not at all

    threading.Thread(target=listen, daemon=True).start()
    forecast = Forecast()
    with suppress(InputError, CheckError, RunLostError):
        get_ready(forecast)
    while True:
        told = json.loads(asked_for.get())
        with suppress(InputError, CheckError, NotWrittenError, RunLostError, OSError):  # the whole answer says why
            look(Asked(question_of(told["query"]), Path(told["results"])), forecast)
        print("looked", flush=True)  # or given up


if __name__ == "__main__":
    main()
