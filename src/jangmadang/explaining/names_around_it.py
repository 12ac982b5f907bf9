"""Names around the model: scenarios, shocks, places, items of observation tables, facts and levels.

Each function explains a name of its kind, and gives nothing for any other name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jangmadang.dictionary import model_places_of, places
from jangmadang.evidence.observations import MODEL_PLACES, known_place
from jangmadang.evidence.run_series import series_of
from jangmadang.evidence.shipped import shipped_rows
from jangmadang.facts.levels import shipped_level_records
from jangmadang.facts.records import shipped_records
from jangmadang.scenario import load
from jangmadang.scenario.reading import shipped_scenarios
from jangmadang.scenario.shocks import shocks


def scenario(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain a shipped scenario."""
    if name not in shipped_scenarios(packs):
        return None
    scenario = load(name, packs)
    changes = [change for layer in scenario.changes for change in layer]
    return {
        "name": name,
        "kind": "scenario",
        "meaning": scenario.title,
        "question": scenario.question,
        "from": f"{scenario.start} to {scenario.end}",
        **({"changes": ", ".join(f"{change.path} from {change.from_day}" for change in changes)} if changes else {}),
        "run it": f"jangmadang run {name}",
    }


def shock(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain a named shock."""
    item = shocks(packs).get(name)
    if item is None:
        return None
    short = ", ".join(f"{key}: {word}" for key, word in item.short.items())
    operations = [
        f"{change['path']} " + " ".join(f"{key} {value}" for key, value in change.items() if key != "path")
        for change in item.changes
    ]
    return {
        "name": name,
        "kind": "shock",
        "meaning": f"{item.title}. {item.meaning}",
        "changes": "; ".join(operations),
        "how": f"--shock {name} --from DATE --until DATE"
        + (f", or {{{short}, from: DATE}} in a scenario" if short else ""),
    }


def place(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain a place of the model, or of the evidence."""
    model = name if name in places(packs) else MODEL_PLACES.get(known_place(name))
    if model is None or model not in places(packs):
        return None
    about = places(packs)[model]
    figures = ("province", "persons", "households", "markets", "stalls", "farmer_share", "transit_weeks")
    return {
        "name": name,
        "kind": "place",
        "meaning": f"{about['name']}, on the border" if about.get("border") else about["name"],
        **({"in the model": model} if model != name else {}),
        **{key: about[key] for key in figures if key in about},
        "reports of": ", ".join(model_places_of(model)) or "none",
        "source": ", ".join(about.get("sources", ())),
    }


def item(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain an item of observation tables."""
    reports = [row for row in shipped_rows() if row.item == name and row.use != "exclude"]
    series = series_of(name)
    if not reports and series is None:
        return None
    days = sorted(row.date for row in reports)
    return {
        "name": name,
        "kind": "item of observation tables",
        "meaning": f"compared with {series.series} of a run"
        if series
        else "reported; no series of a run answers for it",
        "reports": f"{len(reports)} shipped, {days[0]} to {days[-1]}" if days else "none shipped",
        "list them": f"jangmadang evidence list --item {name}",
    }


def fact(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain a fact or response: what it says, how it is tried, and what was found."""
    record = next((record for record in shipped_records() if record["id"] == name), None)
    if record is None:
        return None
    return {
        "name": name,
        "kind": "response" if name.startswith("R") else "fact",
        "meaning": record["statement"],
        "experiment": record["experiment"],
        "published as": record["published"],
        **({"reason": record["reason"]} if record["reason"] else {}),
        "conditions": "; ".join(
            f"{item['what']} {item['measured']:.3g} (asked: {item['bound']})" for item in record["conditions"]
        ),
        "run it": f"jangmadang facts {name}",
    }


def level(name: str, packs: Path) -> dict[str, Any] | None:
    """Explain a level: a reported figure and the model's."""
    record = next((record for record in shipped_level_records() if record["id"] == name), None)
    if record is None:
        return None
    ends = [f"{record[end]:g}" for end in ("low", "high") if record[end] is not None]
    return {
        "name": name,
        "kind": "level",
        "meaning": record["what"],
        "reported": f"{' to '.join(ends)} {record['unit']}",
        "model": f"{record['model']:.3g} {record['unit']}, {record['verdict']}",
        "source": ", ".join(record["sources"]),
        **({"note": record["note"]} if record["note"] else {}),
    }
