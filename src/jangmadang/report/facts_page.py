"""The page of the facts: a table of verdicts, then every fact with its experiment and picture."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import matplotlib

from jangmadang import __version__
from jangmadang.compiled_cache import kept_folder
from jangmadang.evidence.sources import Reference
from jangmadang.facts.levels import WITHIN_NEAR, shipped_level_records, summary, why_not_counted
from jangmadang.facts.publishing import NOT_EARNED, counts, published_words
from jangmadang.facts.records import (
    as_record,
    shipped_nearby,
    shipped_posterior,
    shipped_posterior_levels,
    shipped_verdicts,
)
from jangmadang.facts.running import FACTS, GROUPS, Verdict
from jangmadang.files import write_whole
from jangmadang.report.canvas import as_png, embedded
from jangmadang.report.figures.facts import UNITS, fact_figure, verdict_words
from jangmadang.report.figures.levels import levels_figure
from jangmadang.report.footnotes import Footnotes, references_behind
from jangmadang.report.templates import template
from jangmadang.report.wording import number, percent
from jangmadang.results.replacing import replacing

Record = dict[str, Any]
OFTEN = 0.8  # of draws: what counts as robust
PURE_NUMBERS = ("1", "share", "ratio")  # written without a unit


def write_facts(verdicts: Sequence[Verdict], out: Path) -> Path:
    """Write `facts.html`, `facts.json` and what is needed to make them again.

    An older result in `out` is replaced once the new one is complete.
    """
    records = [as_record(verdict) for verdict in verdicts]
    first = verdicts[0]
    made = {
        "facts": [record["id"] for record in records],
        "counters": first.counter is not None,
        "seeds": first.seeds,
        "resolution": str(first.resolution),
        "version": __version__,
    }
    with replacing(Path(out)) as folder:
        (folder / "facts.html").write_text(facts_page(verdicts), encoding="utf-8")
        for name, content in (("facts.json", records), ("manifest.json", made)):
            (folder / name).write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return Path(out)


def facts_page(verdicts: Sequence[Verdict], levels: Sequence[Record] = ()) -> str:
    """The self-contained page of some verdicts, and of measured levels if there are any."""
    facts = [_shown(verdict) for verdict in verdicts]
    first, notes = verdicts[0], Footnotes()
    return str(
        template("facts.html").render(
            groups=[(title, [fact for fact in facts if fact["id"][0] == letter]) for letter, title in GROUPS.items()],
            facts=facts,
            counts=counts(facts),
            robust=robust_words(),
            seeds=len(first.seeds),
            resolution=first.resolution,
            countered=first.counter is not None,
            levels=[{**row, "cited": notes.cite(_documents(row["sources"]))} for row in level_rows(levels)],
            notes=notes.notes,
            version=__version__,
            levels_summary=levels_words(levels) if levels else "",
            levels_picture=embedded(as_png(levels_figure(levels))) if levels else "",
        )
    )


def shipped_facts_page() -> str:
    """The page of the shipped verdicts; it is drawn once for each state of what it is made from, and kept on disk."""
    package = Path(__file__).parent.parent
    sources = sorted(
        path for room in ("evidence", "facts", "report") for path in (package / room).rglob("*") if path.is_file()
    )
    state = hashlib.sha256(matplotlib.__version__.encode())
    for path in sources:
        if path.suffix != ".pyc":
            state.update(path.read_bytes())
    kept = kept_folder() / "facts_page.html"
    mark = f"<!-- {state.hexdigest()} -->\n"
    with suppress(OSError, UnicodeDecodeError):
        page = kept.read_text("utf-8")
        if page.endswith(mark):
            return page.removesuffix(mark)
    page = facts_page(shipped_verdicts(), shipped_level_records())
    with suppress(OSError):
        write_whole(kept, lambda file: file.write((page + mark).encode()))
    return page


def fact_rows(records: Sequence[Record]) -> list[Record]:
    """Rows of a table of facts: the condition nearest its limit, and what carries the fact."""
    return [
        {
            **record,
            "figure": measured_words(record),
            "carrier": carrier(record),
            "verdict": published_words(record),
            "good": record["published"] != NOT_EARNED,
        }
        for record in records
    ]


def level_rows(records: Sequence[Record]) -> list[Record]:
    """Rows of a table of levels: what is reported, the model's figure, how near it is and whether it counts."""
    return [
        {
            **record,
            "printed": " to ".join(_end(record[end]) for end in ("low", "high")),
            "figure": "not measured" if record["model"] is None else number(record["model"]),
            "near": "" if record["ratio"] is None else f"{record['ratio']:.2f}",
            "why": why_not_counted(record),
            "often": level_often(record["id"]),
            "good": record["verdict"] == WITHIN_NEAR,
        }
        for record in records
    ]


def levels_words(records: Sequence[Record]) -> str:
    """How near levels lie to what is reported, with the shipped parameters and over the posterior."""
    often = shipped_posterior_levels()
    counted = [often.shares[record["id"]][0] for record in records if record["counts"] and record["id"] in often.shares]
    return (
        f"{summary(records)} With parameters fitted to the evidence (the posterior, {often.draws} draws) "
        f"{sum(share >= OFTEN for share in counted)} of {len(counted)} do in at least four fifths of the draws."
    )


def level_often(level: str) -> str:
    """In how many draws of the posterior a level lies within a factor of 1.5 of what is reported."""
    found = shipped_posterior_levels().shares.get(level)
    return "not measured" if found is None else f"{percent(found[0])} [{percent(found[1])}, {percent(found[2])}]"


def _documents(sources: Sequence[str]) -> list[Reference]:
    """The documents behind the sources of a level, which name rows of structure.csv with their D-."""
    return references_behind(source.removeprefix("D-") for source in sources)


def _end(printed: float | None) -> str:
    """An end of what is reported; an open one is three dots."""
    return "\N{HORIZONTAL ELLIPSIS}" if printed is None else number(printed)


def _shown(verdict: Verdict) -> Record:
    """What the template shows of a fact."""
    record = as_record(verdict)
    rows = zip(record["conditions"], verdict.conditions, strict=True)
    return {
        **fact_rows([record])[0],
        "conditions": [{**row, "figure": measured_words(row), "verdict": verdict_words(item)} for row, item in rows],
        "without": without(record) if "counter" in record else "",
        "nearby": nearby_words(record["id"]),
        "picture": embedded(as_png(fact_figure(verdict))),
    }


def robust_words() -> str:
    """How many of all facts and responses hold near the shipped parameters, and over the posterior."""
    near, fitted = shipped_nearby(), shipped_posterior()
    return (
        f"With all parameters drawn at once within {percent(near.reach or 0.0)} of their ranges around the shipped "
        f"values ({near.draws} draws), the conditions of {near.held_in(OFTEN)} of all {len(near.shares)} hold in at "
        f"least four fifths of the draws; with parameters fitted to the evidence (the posterior, {fitted.draws} draws) "
        f"those of {fitted.held_in(OFTEN)}."
    )


def nearby_words(fact: str) -> str:
    """In how many draws near the shipped parameters, and of the posterior, the conditions of a fact hold."""
    near, fitted = (found.shares.get(fact) for found in (shipped_nearby(), shipped_posterior()))
    if near is None or fitted is None:
        return ""
    (share, low, high), (fitted_share, least, most) = map(percent, near), map(percent, fitted)
    return (
        f"With parameters drawn near the shipped ones its conditions hold in {share} of draws ({low} to {high}), "
        f"with parameters of the posterior in {fitted_share} ({least} to {most})."
    )


def measured_words(row: Record) -> str:
    """A measured figure with its interval and unit."""
    if row["measured"] is None:
        return "nothing to measure"
    interval = f"{number(row['measured'])} [{number(row['low'])}, {number(row['high'])}]"
    return interval if row["unit"] in PURE_NUMBERS else f"{interval} {UNITS.get(row['unit'], row['unit'])}"


def carrier(record: Record) -> str:
    """The mechanism that carries a fact, as far as its counter-experiment says."""
    if record["restates_path"]:
        return "restates the given path"
    counter = record.get("counter")
    if counter is None:
        return "counter-experiment not run" if FACTS[record["id"]].counter else "no single mechanism"
    mechanism = str(counter["mechanism"])
    return mechanism if counter["carries"] else f"not shown: {mechanism}"


def without(record: Record) -> str:
    """What is left of the fact without its mechanism, in sentences."""
    counter = record["counter"]
    verdict = "carries" if counter["carries"] else "does not carry"
    left, all_of_it = measured_words(counter), measured_words(countered(record))
    return (
        f"Taken away: {counter['mechanism']}. Then \N{LEFT DOUBLE QUOTATION MARK}{counter['what']}"
        f"\N{RIGHT DOUBLE QUOTATION MARK} is {left} instead of {all_of_it}: it {verdict} the fact."
    )


def countered(record: Record) -> Record:
    """The condition that the counter-experiment aims at."""
    found: Record = next(row for row in record["conditions"] if row["what"] == record["counter"]["what"])
    return found
