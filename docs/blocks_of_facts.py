"""Parts of the page on facts, made from the figures of the last `make facts-table` in facts/measured.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from blocks_of_code import table

from jangmadang.facts.experiment import Bound
from jangmadang.facts.records import shipped_records
from jangmadang.facts.robustness import ranged
from jangmadang.facts.running import FACTS
from jangmadang.report.facts_page import carrier, countered, measured_words, without
from jangmadang.report.wording import joined

HERE = Path(__file__).resolve().parent
ROBUSTNESS, SCREENING = HERE / "facts_robustness.json", HERE / "facts_screening.json"
STATEMENTS = {name: fact.statement for name, fact in FACTS.items()}
HALF = 0.5


def records() -> list[dict[str, Any]]:
    """The committed figures of all facts."""
    return shipped_records()


def facts_summary() -> str:
    """How many hold, with what, and what no mechanism carries."""
    facts = records()
    seeds, resolution = facts[0]["seeds"], facts[0]["resolution"]
    failed = [fact["id"] for fact in facts if not fact["holds"]]
    given = [fact["id"] for fact in facts if fact["restates_path"]]
    loose = [fact for fact in facts if not fact["counter"]["carries"]]
    words = f"{len(facts) - len(failed)} of {len(facts)} facts hold" + (f", not {joined(failed)}" if failed else "")
    words += f": means over seeds {seeds[0]} to {seeds[-1]} at {resolution} resolution, with 90 % intervals."
    if given:
        words += f" {joined(given)} mostly restate the given path, so that they hold says little of the mechanisms."
    if not loose:
        return f"{words} Each fails, turns or shrinks to a third in its counter-experiment."
    names = joined([fact["id"] for fact in loose])
    words += f" In {names} the mechanism that should carry it does not:"
    return f"{words}\n\n" + "\n".join(f"- {fact['id']}. {without(fact)}" for fact in loose)


def facts_table() -> str:
    """Every fact: the condition nearest its limit, and its counter-experiment."""
    rows = []
    for fact in records():
        aim, counter = countered(fact), fact["counter"]
        left = f"{measured_words(counter)} instead of {measured_words(aim)}"
        if not fact["expected"].startswith(f"{aim['what']}: "):
            left = f"{aim['what']}: {left}"
        verdict = "holds" if fact["holds"] else "**does not hold**"
        rows.append(
            [fact["id"], fact["statement"], fact["expected"], measured_words(fact), verdict, carrier(fact), left]
        )
    headings = ["fact", "statement", "must show", "measured [90 % interval]", "verdict", "carried by", "without it"]
    return table(headings, rows)


def facts_conditions() -> str:
    """Every condition of every fact."""
    rows = [
        [fact["id"], row["what"], row["bound"], measured_words(row), _holds(row)]
        for fact in records()
        for row in fact["conditions"]
    ]
    body = table(["fact", "condition", "must show", "measured [90 % interval]", "holds"], rows)
    return f"<details><summary>{len(rows)} conditions</summary>\n\n{body}\n\n</details>"


def facts_robustness() -> str:
    """Share of draws from the whole plausible ranges in which each fact holds."""
    found = json.loads(ROBUSTNESS.read_text("utf-8"))
    rows = [
        [item["fact"], STATEMENTS[item["fact"]], f"{item['share']:.2f} [{item['low']:.2f}, {item['high']:.2f}]"]
        for item in sorted(found["shares"], key=lambda item: -item["share"])
    ]
    rare = [item["fact"] for item in found["shares"] if item["share"] < HALF]
    cube = f"a Latin hypercube of {found['points']} points, seed {found['seed']}"
    words = f"{found['draws']} draws of all {len(ranged())} ranged parameters ({cube})"
    words += f", {found['errors']} of which ended with an error and count as not holding" if found["errors"] else ""
    words += f": {len(rare)} of {len(rows)} facts hold in fewer than half, {joined(rare)}."
    return f"{words}\n\n" + table(["fact", "statement", "share of draws in which it holds [90 % interval]"], rows)


def facts_screening() -> str:
    """The parameters that move each fact's figure most over the plausible ranges."""
    found = json.loads(SCREENING.read_text("utf-8"))
    rows = [
        [
            fact,
            FACTS[fact].conditions[FACTS[fact].counter.condition].what,
            ", ".join(f"`{item['parameter']}` {item['effect']:.2f} ± {item['half_width']:.2f}" for item in most),
        ]
        for fact, most in found["influences"].items()
    ]
    words = f"{found['trajectories']} Morris trajectories, seed {found['seed']}, {found['runs']} runs of all facts."
    return f"{words}\n\n" + table(["fact", "figure", "parameters that move it most"], rows)


def _holds(row: dict[str, Any]) -> str:
    """Whether a condition holds, if it asks for anything."""
    return "" if row["bound"] == str(Bound()) else "yes" if row["holds"] else "**no**"


BLOCKS = {
    "facts_summary": facts_summary,
    "facts_table": facts_table,
    "facts_robustness": facts_robustness,
    "facts_screening": facts_screening,
    "facts_conditions": facts_conditions,
}
