"""What the model leaves out of reported prices: how large it is and how long it lasts, estimated item by item.

ln y = ln g + d + s + e for a report y of a price g in the model: e is reporting noise; s a level of each source and
item; d what the model leaves out, which lasts: an autoregressive process of each item, part of its variance shared by
all places. Without d every method over-fits: the reports of a year would be hundreds of witnesses of one parameter.

How large d is decides how much reports weigh, so it is not assumed: it is likeliest beside runs of the scenario's own
parameters, apart from the fit (Liu, Bayarri and Berger 2009). What fitted parameters could take away stays in it, so
that reports weigh too little rather than too much.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jangmadang.inference.evidence import Report

MOVEMENT_LEVEL = 1.0  # of a series in another unit than the model's: its level says nothing


class Discrepancy(NamedTuple):
    """What reports of an item lie off the model beside reporting noise.

    Attributes
    ----------
    deviation : standard deviation of ln price.
    memory_weeks : in which its correlation falls to 1/e.
    shared_part : of its variance, by all places.
    source_level : standard deviation of a publisher's level of the item.
    """

    deviation: float
    memory_weeks: float
    shared_part: float
    source_level: float


USUAL = Discrepancy(0.15, 26.0, 0.5, 0.04)
SPREAD = 1.0  # of the logarithms, and of the log odds of the part, about what is usual: few reports change it little


def report_covariance(
    reports: Sequence[Report], discrepancies: Mapping[str, Discrepancy], movements: frozenset[str] = frozenset()
) -> NDArray[np.float64]:
    """Covariance [report, report] of ln reports about the model's; items have nothing in common.

    C = v^2 e^(-|t - t'| / m) (q + (1 - q) [same place]) + l^2 [same publisher] + n^2 [same report],
    v the deviation, m the memory, q the shared part, l the source's level, n reporting noise.

    Parameters
    ----------
    reports : the reports.
    discrepancies : by item; the usual where an item has none.
    movements : items of which only the movement is compared, so that their level is free at every place.
    """
    covariance = np.zeros((len(reports), len(reports)))
    for item in {report.item for report in reports}:
        rows = np.array([k for k, report in enumerate(reports) if report.item == item])
        mine = [reports[k] for k in rows]
        covariance[np.ix_(rows, rows)] = _of_item(mine, discrepancies.get(item, USUAL), item in movements)
    return covariance


def estimated(
    reports: Sequence[Report], away: NDArray[np.float64], movements: frozenset[str] = frozenset()
) -> dict[str, Discrepancy]:
    """The likeliest discrepancy of each item.

    Parameters
    ----------
    reports : the reports.
    away : [run, report] their logarithms less the model's, in runs of one set of parameters.
    movements : items of which only the movement is compared.
    """
    found = {}
    for item in sorted({report.item for report in reports}):
        rows = [k for k, report in enumerate(reports) if report.item == item]
        found[item] = _likeliest([reports[k] for k in rows], away[:, rows], item in movements)
    return found


def _likeliest(reports: Sequence[Report], away: NDArray[np.float64], free_level: bool) -> Discrepancy:
    """What makes an item's reports likeliest, with a weak pull to what is usual."""
    from scipy.optimize import minimize

    def unlikely(x: NDArray[np.float64]) -> float:
        root = np.linalg.cholesky(_of_item(reports, _from_numbers(x), free_level))
        misfit = (np.linalg.solve(root, away.T) ** 2).sum(0).mean()
        pull = (((x - usual) / SPREAD) ** 2).sum()
        return float(np.log(np.diag(root)).sum() + 0.5 * (misfit + pull))

    usual = _to_numbers(USUAL)
    found = minimize(unlikely, usual, method="Nelder-Mead", options={"xatol": 1e-3, "fatol": 1e-3}).x
    return Discrepancy(*(round(number, 3) for number in _from_numbers(found)))  # alike on all machines


def _to_numbers(discrepancy: Discrepancy) -> NDArray[np.float64]:
    """Unbounded numbers: logarithms, and log odds of the part."""
    deviation, memory, part, level = discrepancy
    return np.array([np.log(deviation), np.log(memory), np.log(part / (1.0 - part)), np.log(level)])


def _from_numbers(x: NDArray[np.float64]) -> Discrepancy:
    """The discrepancy of unbounded numbers."""
    deviation, memory, odds, level = np.exp(x)
    return Discrepancy(float(deviation), float(memory), float(odds / (1.0 + odds)), float(level))


def _of_item(reports: Sequence[Report], discrepancy: Discrepancy, free_level: bool) -> NDArray[np.float64]:
    """Covariance [report, report] of one item's reports."""
    days = np.array([report.day.toordinal() for report in reports], dtype=float)
    places = np.array([report.place for report in reports])
    publishers = np.array([report.publisher for report in reports])
    same_place = places[:, None] == places
    memory = np.exp(-np.abs(days[:, None] - days) / (7.0 * discrepancy.memory_weeks))
    part = discrepancy.shared_part
    covariance: NDArray[np.float64] = discrepancy.deviation**2 * memory * (part + (1.0 - part) * same_place)
    covariance += discrepancy.source_level**2 * (publishers[:, None] == publishers)
    covariance += free_level * MOVEMENT_LEVEL**2 * same_place
    return covariance + np.diag([report.noise**2 for report in reports])
