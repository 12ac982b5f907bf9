"""Mechanisms: each part of the model with its equations, parameters, what it reads and writes, and its switches."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from jangmadang.scenario.parameters import Parameter
from jangmadang.serve import mechanisms_view
from jangmadang.serve.charts import Link
from jangmadang.serve.mechanisms_view import Cell, Part, Switch
from jangmadang.serve.rendering import kept_answer, page
from jangmadang.serve.settings import Settings

SWITCH_HEADINGS = ("mechanism", "what it does", "switched off", "rival theories", "part of")
PART_HEADINGS = ("part", "what it does", "switches", "equations", "parameters")
PARAMETER_HEADINGS = ("parameter", "meaning", "value", "plausible range", "unit", "sources")
STATE_HEADINGS = ("column", "of", "unit", "meaning")
MOST_FOUND = 60


def warm(_: Settings) -> None:
    """Read the source of all parts."""
    mechanisms_view.parts()


def show(request: Request) -> Response:
    """All switches and parts, or what some words find."""
    words = request.query_params.get("q", "").strip()[:200]

    def make() -> Response:
        found, parts = mechanisms_view.found_by(words), mechanisms_view.parts()
        return page(
            request,
            "pages/mechanisms.html",
            words=words,
            count=sum(len(part.switches) for part in parts.values()),
            equations=sum(len(part.equations) for part in parts.values()),
            parameters=len({one.name for part in parts.values() for one in part.parameters}),
            switch_headings=SWITCH_HEADINGS,
            switches=[_switch_row(part, one) for part, one in found["switches"]],
            part_headings=PART_HEADINGS,
            parts=[_part_row(part) for part in parts.values()],
            found_equations=found["equations"][:MOST_FOUND],
            parameter_headings=(*PARAMETER_HEADINGS, "read by"),
            found_parameters=_with_readers(found["parameters"])[:MOST_FOUND],
            most=MOST_FOUND,
            nothing=not any(found.values()),
        )

    return kept_answer(request, (), make)


def _with_readers(found: Sequence[tuple[Part, Parameter]]) -> list[list[Cell]]:
    """Each parameter once, with all parts that read it."""
    readers: dict[str, list[str | Link]] = {}
    for part, one in found:
        readers.setdefault(one.name, []).append(Link(part.title, f"/mechanisms/{part.name}#parameters"))
    once = {one.name: one for _, one in found}
    return [[*mechanisms_view.parameter_row(one), readers[name]] for name, one in once.items()]


def show_part(request: Request) -> Response:
    """A part of the model."""
    part = mechanisms_view.parts().get(request.path_params["name"])
    if part is None:
        raise HTTPException(404)

    def make() -> Response:
        return page(
            request,
            "pages/mechanism.html",
            part=part,
            parameter_headings=PARAMETER_HEADINGS,
            parameters=[mechanisms_view.parameter_row(one) for one in part.parameters],
            state_headings=STATE_HEADINGS,
        )

    return kept_answer(request, (), make)


def moves(switch: Switch) -> str:
    """What moves when a mechanism is off, in words."""
    return f"{switch.indicator}: goes {switch.told.direction}"


def _switch_row(part: Part, switch: Switch) -> list[Cell]:
    here = f"/mechanisms/{part.name}"
    theories = ", ".join(one.replace("_", " ") for one in switch.told.theories)
    name = Link(switch.told.title, f"{here}#{switch.name}")
    return [name, switch.told.meaning, moves(switch), theories, Link(part.title, here)]


def _part_row(part: Part) -> list[Cell]:
    counts = (len(part.switches), len(part.equations), len(part.parameters))
    return [Link(part.title, f"/mechanisms/{part.name}"), part.about, *map(str, counts)]


ROUTES = [Route("/mechanisms", show), Route("/mechanisms/{name}", show_part)]
