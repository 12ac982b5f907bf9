"""Parts of the pages made from data packs and registries: parameters, paths, places, mechanisms, ledger, evidence."""

from __future__ import annotations

import csv
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from blocks_of_code import spoken, table

from jangmadang.accounting.transactions import SECTORS, TRANSACTIONS
from jangmadang.axes import AXES
from jangmadang.engine.run import FEWEST_REFINED_WEEKS, REFINED_WEEKS
from jangmadang.engine.settling import BURN_IN_WEEKS, SETTLING_RESOLUTION, SETTLING_YEARS
from jangmadang.results.indicators import HEADLINE
from jangmadang.scenario import load
from jangmadang.scenario.mechanisms import mechanisms, theories
from jangmadang.scenario.parameters import Parameter, parameters
from jangmadang.scenario.paths import REPORTED_RATE, paths
from jangmadang.scenario.reading import shipped_scenarios
from jangmadang.world.places import places
from jangmadang.world.synthesis import weights_of

ASSUMED = "assumed"
BENCH = Path(__file__).resolve().parents[2] / "docs" / "bench.txt"
BENCH_HISTORY = BENCH.parents[1] / "benchmarks/history"
RATIOS = {  # of a kept bench run: heading, and where the number stands in it
    "default run": ("against_budget", "default run"),
    "calibration run": ("against_budget", "calibration run"),
    "household-week": ("against_budget", "household-week"),
    "whole country": ("against_budget", "whole country, a year"),
    "compiling": ("against_budget", "compiling"),
    "plain C / ours": ("peers", "plain C"),
    "NumPy / ours": ("peers", "numpy"),
    "LASER / ours": ("peers", "laser-core"),
    "Mesa / ours": ("peers", "mesa"),
    "fork, default": ("forks", "default", "copy_weeks"),
    "fork, calibration": ("forks", "calibration", "copy_weeks"),
}


def plain(value: Any) -> str:
    """A number as one writes it: no exponent, no needless digits."""
    return f"{float(value):,.0f}" if abs(value) >= 10_000 else f"{float(value):g}"


def numbers(values: Any, axes: tuple[str, ...]) -> str:
    """Numbers with the names of their members, said once where all are equal."""
    if values.size and (values == values.flat[0]).all():
        return plain(values.flat[0])
    if len(axes) == 1:
        return ", ".join(f"{member} {plain(value)}" for member, value in zip(AXES[axes[0]], values, strict=True))
    members = zip(AXES[axes[0]], values, strict=True)
    return "; ".join(f"{member}: {numbers(part, axes[1:])}" for member, part in members)


def value_range(item: Any) -> str:
    """The plausible range, by member where it differs."""
    low, high = item.low, item.high
    if (low == low.flat[0]).all() and (high == high.flat[0]).all():
        return f"{plain(low.flat[0])} to {plain(high.flat[0])}"
    if len(item.axes) != 1:
        return f"{plain(low.min())} to {plain(high.max())}"
    ends = zip(AXES[item.axes[0]], low, high, strict=True)
    return ", ".join(f"{member} {plain(a)} to {plain(b)}" for member, a, b in ends)


def _packs() -> dict[str, list[Parameter]]:
    """Parameters by the file they stand in."""
    found: dict[str, list[Parameter]] = {}
    for item in parameters().values():
        found.setdefault(item.room, []).append(item)
    return dict(sorted(found.items()))


def parameter_tables() -> str:
    """Every parameter, by file."""
    parts = []
    for pack, items in _packs().items():
        rows = [
            [f"`{i.name}`", i.meaning, numbers(i.value, i.axes), i.unit, value_range(i), ", ".join(i.source)]
            for i in items
        ]
        body = table(["name", "meaning", "value", "unit", "range", "source"], rows)
        parts.append(f"<details><summary>{spoken(pack)}: {len(items)} parameters</summary>\n\n{body}\n\n</details>")
    return "\n\n".join(parts)


def assumed_parameters() -> str:
    """Parameters that rest on no evidence, then those that rest on some."""
    known = parameters().values()
    alone = [item for item in known if item.source == (ASSUMED,)]
    partly = [item for item in known if ASSUMED in item.source and item.source != (ASSUMED,)]
    headings = ["name", "meaning", "value", "unit", "range"]
    rows = [[f"`{i.name}`", i.meaning, numbers(i.value, i.axes), i.unit, value_range(i)] for i in alone]
    more = [
        [f"`{i.name}`", i.meaning, numbers(i.value, i.axes), i.unit, value_range(i), ", ".join(i.source)]
        for i in partly
    ]
    return (
        f"Of {len(known)} parameters, {len(alone)} are assumed, {len(partly)} rest on evidence and an assumption, and "
        f"{len(known) - len(alone) - len(partly)} on evidence or a reference.\n\n"
        f"## Assumed\n\n{table(headings, rows)}\n\n"
        f"## Evidence and an assumption\n\n{table([*headings, 'source'], more)}"
    )


def assumed_paths() -> str:
    """Paths whose default is assumed."""
    rows = [
        [f"`{path.name}`", path.meaning, numbers(path.default, path.axes), path.unit, value_range(path)]
        for path in paths().values()
        if ASSUMED in path.source
    ]
    return table(["name", "meaning", "default", "unit", "range"], rows)


def assumed_spells() -> str:
    """Spells of the standard scenario that no report stands behind."""
    rows = []
    for layer in load("hyesan").paths:
        for target, spells in layer.items():
            for spell in spells:
                if spell.assumed or ASSUMED in spell.source:
                    until = str(spell.until) if spell.until else ""
                    rows.append([f"`{target}`", str(spell.from_day), until, f"{spell.value:g}", spell.note])
    return table(["path", "from", "until", "value", "why"], rows)


def path_table() -> str:
    """Every exogenous path."""
    rows = []
    for path in paths().values():
        default = "the reports' weekly series" if path.name == REPORTED_RATE else numbers(path.default, path.axes)
        by = ", ".join(path.axes)
        rows.append([f"`{path.name}`", path.meaning, by, default, path.unit, value_range(path), ", ".join(path.source)])
    return table(["name", "meaning", "by", "default", "unit", "range", "source"], rows)


def scales() -> str:
    """Span, places and resolutions in one paragraph."""
    history = load("hyesan")
    resolutions = (
        f"{weights_of(name)[0]} at Hyesan and {weights_of(name)[1]} inland at {name} resolution"
        for name in ("default", "calibration", "full")
    )
    return (
        f"The standard scenario runs {history.weeks} weeks from {history.start} to {history.end}. There are "
        f"{len(places())} places. A household row stands for {'; '.join(resolutions)}."
    )


def opening() -> str:
    """How long a run settles and burns in."""
    return (
        f"Settling takes {SETTLING_YEARS} years of the model, at 1:{SETTLING_RESOLUTION} and with its own seed; burn-in"
        f" {BURN_IN_WEEKS} weeks, with the seed of the run. At the default resolution its first "
        f"{BURN_IN_WEEKS - REFINED_WEEKS['default']} weeks pass at calibration resolution, and a run of the whole "
        f"country at one-to-one passes all but {FEWEST_REFINED_WEEKS} weeks at the coarser ones: where rows are not "
        "the same, a household takes up the state of the one at its place in the order of earning weights of its place "
        "and class."
    )


def bench() -> str:
    """What `make bench` printed on the named machine."""
    return f"```text\n{BENCH.read_text('utf-8').strip()}\n```"


def bench_history(folder: Path = BENCH_HISTORY) -> str:
    """Ratios of the bench runs that were kept, the oldest first."""
    kept = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    if not kept:
        return "No run has been kept yet."
    rows = [
        [
            f"{found['model']['version']} ({found['model']['commit']})",
            found["machine"]["date"],
            f"{found['machine']['processor']}, {found['machine']['cores']} cores",
            *(ratio(found, names) for names in RATIOS.values()),
        ]
        for found in kept
    ]
    return table(["release (commit)", "date", "machine", *RATIOS], rows)


def ratio(found: dict[str, Any], names: tuple[str, ...]) -> str:
    """A number of a kept bench run, or a dash where that run has none."""
    value: Any = found
    for name in names:
        value = value.get(name, {})
    return f"{value:.3g}" if value != {} else "–"


def place_table() -> str:
    """The places, and their sum."""
    rows = [
        [
            place["name"],
            f"{place['persons']:,}",
            f"{place['households']:,}",
            str(place["markets"]),
            f"{place['stalls']:,}",
            f"{place['gateway_share']:g}",
            f"{place['transport_kpw_per_kg']:g}",
            str(place["transit_weeks"]),
        ]
        for place in places()
    ]
    sums = {key: sum(place[key] for place in places()) for key in ("persons", "households", "markets", "stalls")}
    rows.append(["**all**", *(f"{value:,}" for value in sums.values()), "", "", ""])
    headings = ["place", "persons", "households", "markets", "stalls", "gateway share", "freight, KPW/kg", "weeks"]
    return table(headings, rows)


def mechanism_table() -> str:
    """Every mechanism: switch, indicator, direction, theories."""
    by_room = theories()
    rows = [
        [
            f"{m.title}: {m.meaning[0].lower()}{m.meaning[1:]}",
            f"`{m.name}`",
            f"`{m.indicator}`",
            m.direction,
            ", ".join(f"`{theory}`" for theory in by_room.get(m.room, ())) if m.theories else "",
            f"[{spoken(m.room)}](equations.md#{m.room.replace('_', '-')})",
        ]
        for m in mechanisms().values()
    ]
    return table(["mechanism", "switch", "indicator", "off, it goes", "theories", "folder"], rows)


def ledger_rows() -> str:
    """The rows of the transaction-flow matrix."""
    rows = [
        [f"`{f.name}`", f.currency.upper(), f.payer.replace("_", " "), f.payee.replace("_", " "), f.meaning]
        for f in TRANSACTIONS
    ]
    body = table(["flow", "money", "from", "to", "what"], rows)
    sectors = ", ".join(sector.replace("_", " ") for sector in SECTORS)
    return f"Sectors: {sectors}.\n\n<details><summary>Transactions: {len(rows)} flows</summary>\n\n{body}\n\n</details>"


def headline_table() -> str:
    """The headline indicators."""
    rows = [[f"`{item.name}`", item.long_name, item.unit] for item in HEADLINE]
    return table(["indicator", "meaning", "unit"], rows)


def axis_table() -> str:
    """The named axes and their members."""
    rows = [[f"`{axis}`", ", ".join(members)] for axis, members in AXES.items() if axis not in ("place", "month")]
    return table(["axis", "members"], rows)


def evidence_tables() -> str:
    """Shipped tables of evidence with their number of rows."""
    folder = files("jangmadang") / "evidence" / "data"
    rows = []
    for path in sorted((item for item in folder.iterdir() if item.name.endswith(".csv")), key=lambda item: item.name):
        with path.open(encoding="utf-8", newline="") as file:
            records = list(csv.DictReader(file))
        link = f"[`{path.name}`](../src/jangmadang/evidence/data/{path.name})"
        rows.append([link, f"{len(records):,}", ", ".join(records[0])])
    return table(["table", "rows", "columns"], rows)


def source_counts() -> str:
    """How many parameters rest on what."""
    known = parameters().values()
    kinds = {
        "rows of the evidence tables": lambda s: s[0] in "EIHTWPM" and s[1:].isdigit() or s.endswith(".csv"),
        "`households n`": lambda s: s.startswith("households "),
        "`mechanism n`": lambda s: s.startswith("mechanism "),
        "`economy n`": lambda s: s.startswith("economy "),
        "`assumed`, alone or beside another": lambda s: s == ASSUMED,
    }
    rows = [[kind, str(sum(any(map(test, item.source)) for item in known))] for kind, test in kinds.items()]
    return table(["source", f"parameters that name it (of {len(known)})"], rows)


def scenario_table() -> str:
    """The shipped scenarios."""
    rows = [[f"`{name}`", load(name).title, load(name).question] for name in shipped_scenarios()]
    return table(["scenario", "title", "question"], rows)


BLOCKS = {
    "parameter_tables": parameter_tables,
    "assumed_parameters": assumed_parameters,
    "assumed_paths": assumed_paths,
    "assumed_spells": assumed_spells,
    "path_table": path_table,
    "scales": scales,
    "opening": opening,
    "bench": bench,
    "bench_history": bench_history,
    "place_table": place_table,
    "mechanism_table": mechanism_table,
    "ledger_rows": ledger_rows,
    "headline_table": headline_table,
    "axis_table": axis_table,
    "evidence_tables": evidence_tables,
    "source_counts": source_counts,
    "scenario_table": scenario_table,
}
