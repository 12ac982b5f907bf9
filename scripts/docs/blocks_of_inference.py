"""Generated parts of inference.md: what the shipped posterior says of itself and of the statements."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from blocks_of_code import table

from jangmadang.facts.running import FACTS
from jangmadang.scenario.posterior import SHIPPED, posterior_of

DOCS = Path(__file__).resolve().parents[2] / "docs"
SHARES, CHECK = DOCS / "facts_posterior.json", DOCS / "inference_check.json"
HELD_OUT = DOCS / "inference_held_out.json"
NOT_YET = "Not measured yet."
MOST = 25


def _diagnosis() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(posterior_of(SHIPPED).about["diagnosis"])
    return found


def posterior_gates() -> str:
    """What must hold before a posterior is shown as an estimate."""
    rows = [["yes" if gate["holds"] else "**no**", gate["what"]] for gate in _diagnosis()["gates"]]
    return table(["holds", "gate"], rows)


def posterior_coverage() -> str:
    """Share of reports in the posterior's 90 % bands."""
    return _coverage(_diagnosis()["coverage"])


def posterior_held_out() -> str:
    """The same of reports that a fit to what was known by the end of 2022 had not seen."""
    if not HELD_OUT.exists():
        return NOT_YET
    found = json.loads(HELD_OUT.read_text("utf-8"))
    return _coverage([row for row in found["later"] if row["period"] != "all"])


def _coverage(found: list[dict[str, Any]]) -> str:
    rows = [
        [
            row["item"],
            row["period"],
            f"{row['reports']}",
            f"{row['inside']:.0%}",
            f"{row['bias']:+.2f}",
            f"{row['mean_abs_log_error']:.2f}",
        ]
        for row in found
    ]
    return table(["item", "period", "reports", "inside 90 % bands", "bias", "mean absolute log error"], rows)


def posterior_discrepancies() -> str:
    """What the model leaves out of each item's prices."""
    rows = [
        [
            item,
            f"{one['deviation']:.2f}",
            f"{one['memory_weeks']:.0f}",
            f"{one['shared_part']:.0%}",
            f"{one['source_level']:.2f}",
        ]
        for item, one in _diagnosis()["discrepancies"].items()
    ]
    headings = ["item", "standard deviation of ln price", "memory, weeks", "shared by all places", "level of a source"]
    return table(headings, rows)


def posterior_learnt() -> str:
    """The numbers that evidence narrows most."""
    posterior, found = posterior_of(SHIPPED), _diagnosis()
    learnt = found["narrowed"]
    rows = [[f"`{name}`", f"{part:.2f}"] for name, part in list(learnt.items())[:MOST]]
    total = sum(values[0].size for values in posterior.numbers.values())
    are = "is" if len(learnt) == 1 else "are"
    words = f"{len(learnt)} of {total} numbers {are} narrower than seven tenths of their prior. The narrowest:"
    return f"{words}\n\n" + table(["number", "standard deviation over the prior's"], rows)


def posterior_facts() -> str:
    """In what share of the posterior's draws each fact and response holds."""
    if not SHARES.exists():
        return NOT_YET
    found = json.loads(SHARES.read_text("utf-8"))
    often = [item["fact"] for item in found["shares"] if item["share"] >= 0.8]
    rows = [
        [item["fact"], FACTS[item["fact"]].statement, f"{item['share']:.2f} [{item['low']:.2f}, {item['high']:.2f}]"]
        for item in found["shares"]
    ]
    words = f"{found['draws']} draws: {len(often)} of {len(rows)} hold in at least four fifths of them."
    return f"{words}\n\n" + table(["id", "statement", "share of draws [90 % interval]"], rows)


def inference_check() -> str:
    """Coverage of known truths."""
    if not CHECK.exists():
        return NOT_YET
    found = json.loads(CHECK.read_text("utf-8"))
    names = {
        "ranks": "parameters, along directions that the evidence speaks of",
        "others": "parameters, along directions of which it says nothing",
        "figures": "printed figures of the truth",
    }
    rows = [
        [names[what], f"{inside:.0%}", f"{low:.0%} to {high:.0%}"]
        for what, (inside, low, high) in found["coverage_90"].items()
    ]
    return f"{found['histories']} made-up histories.\n\n" + table(["of", "truths in 90 % intervals", "interval"], rows)


BLOCKS = {
    "posterior_gates": posterior_gates,
    "posterior_coverage": posterior_coverage,
    "posterior_held_out": posterior_held_out,
    "posterior_discrepancies": posterior_discrepancies,
    "posterior_learnt": posterior_learnt,
    "posterior_facts": posterior_facts,
    "inference_check": inference_check,
}
