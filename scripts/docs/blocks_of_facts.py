"""Parts of the page on facts, made from the figures of the last `make facts-table` in facts/measured.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from blocks_of_code import table

from jangmadang.facts.experiment import Bound, Fact
from jangmadang.facts.levels import shipped_level_records, why_not_counted
from jangmadang.facts.publishing import NOT_EARNED, RESTATED, counts, published_words
from jangmadang.facts.records import as_record, shipped_verdicts
from jangmadang.facts.running import FACTS, GROUPS
from jangmadang.report.facts_page import carrier, countered, level_often, levels_words, measured_words, without
from jangmadang.report.wording import joined, number

DOCS = Path(__file__).resolve().parents[2] / "docs"
ROBUSTNESS, SCREENING = DOCS / "facts_robustness.json", DOCS / "facts_screening.json"
NEAR, FINDINGS = DOCS / "facts_nearby.json", DOCS / "findings.json"
SEEDS = DOCS / "facts_seeds.json"
NOT_YET = "Not measured with this version yet."
WANTED = 0.8  # share of draws in which a fact should hold
STATEMENTS = {name: fact.statement for name, fact in FACTS.items()}
HALF = 0.5


def records() -> list[dict[str, Any]]:
    """The committed figures of all facts and responses whose conditions are still asked."""
    return [as_record(verdict) for verdict in shipped_verdicts()]


def facts_summary() -> str:
    """How many hold, which restate the given path, and which are not earned, with the reason."""
    facts = records()
    seeds, resolution = facts[0]["seeds"], facts[0]["resolution"]
    words = f"Of {len(facts)} facts and responses {counts(facts)}"
    words += f": means over seeds {seeds[0]} to {seeds[-1]} at {resolution} resolution, with 90 % intervals."
    given = [fact["id"] for fact in facts if fact["published"] == RESTATED]
    if given:
        words += f" {joined(given)} mostly restate the given path, so that they hold says little of the mechanisms."
    loose = [fact for fact in facts if fact["published"] == NOT_EARNED]
    if not loose:
        return f"{words} No other fails, and each fails, turns or shrinks to a third in its counter-experiment."
    return f"{words} Not earned:\n\n" + "\n".join(_not_earned(fact) for fact in loose)


def _not_earned(fact: dict[str, Any]) -> str:
    """What a fact is published with: its reason, the conditions that fail, or the mechanism that does not carry it."""
    failed = [
        f"{row['what']} is {measured_words(row)}, asked: {row['bound']}"
        for row in fact["conditions"]
        if not row["holds"]
    ]
    said = "; ".join(failed) or without(fact)
    return f"- {fact['id']}. {fact['reason'][0].upper()}{fact['reason'][1:]}. {said[0].upper()}{said[1:].rstrip('.')}."


def facts_table() -> str:
    """A table for each group: the condition nearest its limit, and the counter-experiment."""
    parts = []
    for letter, title in GROUPS.items():
        rows = [_row(fact) for fact in records() if fact["id"][0] == letter]
        headings = ["id", "statement", "must show", "measured [90 % interval]", "verdict", "carried by", "without it"]
        parts += [f"### {title[0].upper()}{title[1:]} ({letter})", "", table(headings, rows), ""] if rows else []
    return "\n".join(parts)


def _row(fact: dict[str, Any]) -> list[str]:
    """The row of a fact."""
    left = ""
    if counter := fact.get("counter"):
        aim = countered(fact)
        left = f"{measured_words(counter)} instead of {measured_words(aim)}"
        if not fact["expected"].startswith(f"{aim['what']}: "):
            left = f"{aim['what']}: {left}"
    verdict = published_words(fact)
    verdict = f"**{NOT_EARNED}**" if fact["published"] == NOT_EARNED else verdict
    return [fact["id"], fact["statement"], fact["expected"], measured_words(fact), verdict, carrier(fact), left]


def facts_conditions() -> str:
    """Every condition of every fact and response, with the source of its limits."""
    rows = [
        [fact["id"], row["what"], row["bound"], measured_words(row), _holds(row), row["source"]]
        for fact in records()
        for row in fact["conditions"]
    ]
    body = table(["id", "condition", "must show", "measured [90 % interval]", "holds", "source of the limits"], rows)
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
    words = f"{found['draws']} draws of all {found['parameters']} ranged parameters ({cube})"
    words += f", {found['errors']} of which ended with an error and count as not holding" if found["errors"] else ""
    words += f": {len(rare)} of {len(rows)} facts hold in fewer than half, {joined(rare)}."
    return f"{words}\n\n" + table(["fact", "statement", "share of draws in which it holds [90 % interval]"], rows)


def aim_of(fact: Fact) -> int:
    """Number of the condition that the counter-experiment aims at, else of the first."""
    return fact.counter.condition if fact.counter else 0


def facts_screening() -> str:
    """The parameters that move each fact's figure most over the plausible ranges."""
    found = json.loads(SCREENING.read_text("utf-8"))
    rows = [
        [
            fact,
            FACTS[fact].conditions[aim_of(FACTS[fact])].what,
            ", ".join(f"`{item['parameter']}` {item['effect']:.2f} ± {item['half_width']:.2f}" for item in most),
        ]
        for fact, most in found["influences"].items()
    ]
    words = f"{found['trajectories']} Morris trajectories, seed {found['seed']}, {found['runs']} runs of all facts."
    return f"{words}\n\n" + table(["fact", "figure", "parameters that move it most"], rows)


def facts_levels() -> str:
    """Printed figures beside the model's."""
    levels = shipped_level_records()
    if not levels:
        return NOT_YET
    rows = [
        [
            level["id"],
            level["what"],
            " to ".join("..." if level[end] is None else number(level[end]) for end in ("low", "high")),
            "-" if level["model"] is None else number(level["model"]),
            level["unit"],
            "-" if level["ratio"] is None else f"{level['ratio']:.2f}",
            level["verdict"] if level["counts"] else f"{level['verdict']}, not counted: {why_not_counted(level)}",
            level_often(level["id"]),
            ", ".join(level["sources"]) + (f": {level['note']}" if level["note"] else ""),
        ]
        for level in levels
    ]
    headings = ["id", "what", "reported", "model", "unit", "ratio", "verdict"]
    headings += ["draws of the posterior within 1.5 [90 % interval]", "sources, and what they say"]
    return f"{levels_words(levels)} The ratio is to the nearer end of what is reported.\n\n{table(headings, rows)}"


def facts_nearby() -> str:
    """Share of draws near the shipped parameters in which each fact and response holds."""
    if not NEAR.exists():
        return NOT_YET
    found = json.loads(NEAR.read_text("utf-8"))
    rare = [item["fact"] for item in found["shares"] if item["share"] < WANTED]
    words = f"{found['draws']} draws of all ranged parameters within {found['reach']:.0%} of their ranges around the"
    words += f" shipped values, {found['errors']} of which ended with an error: {len(found['shares']) - len(rare)} of "
    words += f"{len(found['shares'])} facts and responses hold in at least four fifths" + (
        f", not {joined(rare)}. Conditions that hold in fewer:" if rare else "."
    )
    rows = [[item["fact"], f"{item['share']:.2f} [{item['low']:.2f}, {item['high']:.2f}]"] for item in found["shares"]]
    loose = [
        [item["fact"], item["what"], item["bound"], f"{item['share']:.2f}"]
        + [" / ".join(number(item[end]) for end in ("fifth", "middle", "ninety_fifth"))]
        for item in found["conditions"]
        if item["share"] < WANTED
    ]
    headings = ["id", "condition", "must show", "share", "5 / 50 / 95 % of draws"]
    parts = [words, table(headings, loose), table(["id", "share of draws in which it holds [90 % interval]"], rows)]
    return "\n\n".join(parts if loose else [words, parts[2]])


def facts_seeds() -> str:
    """Which facts and responses hold on fresh seeds and, where it was measured, at the default resolution."""
    if not SEEDS.exists():
        return NOT_YET
    found = json.loads(SEEDS.read_text("utf-8"))
    fine = [held for name, held in found["holds"].items() if name.startswith("default")]
    bases = [held for name, held in found["holds"].items() if name.startswith("calibration")]
    rows = []
    for fact in FACTS:
        times = sum(held[fact] for held in bases)
        said = "all" if times == len(bases) else "none" if times == 0 else f"**{times} of {len(bases)}**"
        rows.append([fact, said, *("yes" if held[fact] else "no" for held in fine)])
    always = [fact for fact in FACTS if all(held[fact] for held in bases + fine)]
    never = [fact for fact in FACTS if not any(held[fact] for held in bases + fine)]
    words = f"The conditions were measured with {found['seeds']} seeds from each of {len(bases)} fresh bases at "
    words += "calibration resolution"
    words += f" and {found['seeds'] // 2} at the default one" if fine else " (at the default one not yet)"
    words += f", without counter-experiments: {len(always)} hold every time, {len(never)} never."
    headings = ["id", "holds on bases of seeds", *(["at the default resolution"] if fine else [])]
    return f"{words}\n\n" + table(headings, rows)


def ten_questions() -> str:
    """Each question with its commands and the lines that answer it."""
    questions = yaml.safe_load((DOCS / "questions.yaml").read_text("utf-8"))
    answers = json.loads((DOCS / "questions.json").read_text("utf-8"))
    parts = []
    for count, item in questions.items():
        commands = "\n".join(f"jangmadang {command}" for command in item["commands"])
        found = "\n".join(answers.get(str(count), ["not asked yet"]))
        parts += [f"## {count}. {item['question']}", f"```\n{commands}\n```", f"```text\n{found}\n```", item["remark"]]
    return "\n\n".join(parts)


def findings_table() -> str:
    """The findings that led to the second edition, before and now."""
    findings = yaml.safe_load((DOCS / "findings.yaml").read_text("utf-8"))
    now = json.loads(FINDINGS.read_text("utf-8"))["now"] if FINDINGS.exists() else {}
    rows = [
        [str(count), item["finding"], item["before"], now.get(str(count), NOT_YET)] for count, item in findings.items()
    ]
    return table(["#", "finding", "before", "now"], rows)


def _holds(row: dict[str, Any]) -> str:
    """Whether a condition holds, if it asks for anything."""
    return "" if row["bound"] == str(Bound()) else "yes" if row["holds"] else "**no**"


BLOCKS = {
    "facts_summary": facts_summary,
    "facts_table": facts_table,
    "facts_robustness": facts_robustness,
    "facts_screening": facts_screening,
    "facts_conditions": facts_conditions,
    "facts_levels": facts_levels,
    "facts_nearby": facts_nearby,
    "facts_seeds": facts_seeds,
    "findings_table": findings_table,
    "ten_questions": ten_questions,
}
