"""Equations carry labels, formulas and sources; labels are permanent; works cited are in the bibliography."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from blocks_of_code import SOURCE, Equation, cleandoc, equations, read_equation, refuse_lost_labels

from jangmadang.evidence.sources import unknown_sources
from jangmadang.scenario.mechanisms import theories
from jangmadang.scenario.parameters import parameters

DOCS = Path(__file__).parents[2] / "docs"
NAME = r"(?:[A-Z][a-z]+(?:-[A-Za-z]+)*|[A-Z][a-z]+[A-Z][a-z]+)"
CITED = re.compile(rf"({NAME}(?:, {NAME})* and {NAME}|{NAME} et al\.|{NAME}),? \(?((?:18|19|20)\d\d)\b")
MONTHS = "January February March April May June July August September October November December".split()


def cited_works(text: str) -> set[tuple[tuple[str, ...], str]]:
    """Authors (the last one `et al.` where so cited) and year of each work cited in a text."""
    found = set()
    for authors, year in CITED.findall(" ".join(text.split())):
        names = tuple(re.split(r", | and ", authors.replace(" et al.", " and et al.")))
        if names[-1] not in MONTHS and names[-1] != "Since":
            found.add((names, year))
    return found


def bibliography() -> list[tuple[list[str], str]]:
    """Surnames and year of each entry of references.bib."""
    entries = re.split(r"^@", (DOCS / "references.bib").read_text("utf-8"), flags=re.M)[1:]
    found = []
    for entry in entries:
        authors = re.search(r"author\s*=\s*\{(.*?)\},\s*\n\s*title", entry, re.S)
        year = re.search(r"year\s*=\s*\{(\d{4})\}", entry)
        assert authors and year, entry[:60]
        found.append(([name.split(",")[0].strip() for name in re.split(r"\s+and\s+", authors[1])], year[1]))
    return found


def docstrings() -> str:
    """Every docstring and parameter text of the package."""
    texts = [f"{item.meaning}. {'. '.join(item.source)}. {item.reason}" for item in parameters().values()]
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
                texts.append(cleandoc(ast.get_docstring(node) or ""))
    return "\n\n".join(texts)


def in_bibliography(names: tuple[str, ...], year: str) -> bool:
    """Whether a work cited by these names is in the bibliography, all authors in their order."""
    for surnames, published in bibliography():
        if published == year and names[-1] == "et al." and len(surnames) > 2 and surnames[0] == names[0]:
            return True
        if published == year and list(names) == surnames:
            return True
    return False


def test_citations_are_recognised() -> None:
    text = "Cooper,\nHomem-de-Mello and Kleywegt 2006; McFadden (1974); Arrow et al. (1961); since October 2023."
    assert cited_works(text) == {
        (("Cooper", "Homem-de-Mello", "Kleywegt"), "2006"), (("McFadden",), "1974"), (("Arrow", "et al."), "1961"),
    }  # fmt: skip
    assert in_bibliography(("Arrow", "et al."), "1961") and not in_bibliography(("Arrow",), "1961")
    assert not in_bibliography(("Nobody",), "1999")


def test_every_work_cited_is_in_the_bibliography() -> None:
    cited = cited_works(docstrings()) | cited_works((DOCS / "odd.md").read_text("utf-8"))
    lacking = sorted(f"{', '.join(names)} {year}" for names, year in cited if not in_bibliography(names, year))
    assert len(cited) >= 15
    assert lacking == [], "add them to docs/references.bib"


def test_evidence_named_by_equations_exists() -> None:
    ids = {name for equation in equations() for name in re.findall(r"\b[EHIMPTW]\d{3,4}\b", equation.source)}
    assert len(ids) >= 10
    assert unknown_sources(sorted(ids)) == []


def test_every_work_in_the_bibliography_has_its_data() -> None:
    for entry in re.split(r"^@", (DOCS / "references.bib").read_text("utf-8"), flags=re.M)[1:]:
        kind = entry.partition("{")[0]
        needed = {"article": ("journal", "volume", "pages"), "book": ("publisher",)}.get(kind, ("booktitle", "pages"))
        assert all(re.search(rf"\b{field}\s*=", entry) for field in (*needed, "title", "year")), entry[:60]


@pytest.mark.parametrize("equation", equations(), ids=lambda equation: equation.label)
def test_equation_is_complete_and_used(equation: Equation) -> None:
    assert equation.sentence and equation.formula and equation.source
    assert equation.users, f"{equation.label} {equation.name} is used by nothing"


def test_rooms_label_with_their_own_letters() -> None:
    letters: dict[str, set[str]] = {}
    for equation in equations():
        letters.setdefault(equation.label[:2], set()).add(equation.room)
    assert all(len(rooms) == 1 for rooms in letters.values()), letters


def test_rivals_name_an_equation_of_their_room_and_rooms_with_theories_have_them() -> None:
    by_label = {equation.label: equation for equation in equations()}
    rivals = [equation for equation in equations() if equation.rival_of]
    assert all(by_label[equation.rival_of].room == equation.room for equation in rivals)
    assert {equation.room for equation in rivals} == set(theories())


def test_labels_are_permanent() -> None:
    page = (DOCS / "equations.md").read_text("utf-8")
    refuse_lost_labels(page)
    with pytest.raises(ValueError, match="ZZ-9 are gone from the code"):
        refuse_lost_labels(page + "\n### ZZ-9\n")
    refuse_lost_labels(page + "\n### ZZ-9\n\n- ZZ-9: tried and refuted\n")


def test_equation_without_label_or_source_is_refused() -> None:
    node = ast.parse('def f(x):\n    """Nothing.\n\n    Source: assumed.\n    """\n').body[0]
    assert isinstance(node, ast.FunctionDef)
    with pytest.raises(ValueError, match="needs a line"):
        read_equation(node, "border")
