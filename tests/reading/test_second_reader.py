"""The second reader: confirms what it finds too, and says clearly when it is not there."""

from __future__ import annotations

import sys

import pytest

from jangmadang.errors import InputError
from jangmadang.reading.grammar.dependency_reader import load_second_reader, second_reader_of
from jangmadang.reading.grammar.findings import Finding
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.reader import read_text

TEXT = "In Hyesan demand for rice is growing."


def a_reader_that_agrees(report: Report) -> list[Finding]:
    start = report.text.index("demand")
    fields = {"target": "demand", "direction": "up"}
    return [Finding("change", (start, start + 6), {"cue": (start, start + 6)}, fields, (0, len(report.text)), 0.7)]


def level(second_reader: object) -> str:
    (change,) = [r for r in read_text(TEXT, second_reader=second_reader).records if r.type == "change"]  # type: ignore[arg-type]
    return change.confidence.level


def test_agreement_confirms() -> None:
    assert level(a_reader_that_agrees) == "confirmed"
    assert level(lambda report: []) == "likely"
    assert level(None) == "likely"


def test_without_spacy_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(InputError, match=r"pip install 'jangmadang\[reading\]'"):
        load_second_reader()


def test_a_model_that_is_not_there_is_told() -> None:
    pytest.importorskip("spacy")
    with pytest.raises(InputError, match="cannot load the spaCy pipeline 'no_such_model'"):
        load_second_reader("no_such_model")


def test_a_pipeline_without_a_parser_is_told() -> None:
    spacy = pytest.importorskip("spacy")
    with pytest.raises(InputError, match="has no dependency parser"):
        second_reader_of(spacy.blank("en"))


def test_patterns_over_a_parse_given_by_hand() -> None:
    spacy = pytest.importorskip("spacy")
    from spacy.language import Language
    from spacy.tokens import Doc

    @Language.component("parse_by_hand")
    def parse(doc: Doc) -> Doc:
        words = [token.text for token in doc]
        if "demand" in words:
            heads = {
                "demand": "growing",
                "for": "demand",
                "rice": "for",
                "is": "growing",
                "In": "growing",
                "Hyesan": "In",
                ".": "growing",
            }
            deps = {
                "demand": "nsubj",
                "for": "prep",
                "rice": "pobj",
                "is": "aux",
                "growing": "ROOT",
                "In": "prep",
                "Hyesan": "pobj",
                ".": "punct",
            }
            for token in doc:
                token.head = doc[words.index(heads.get(token.text, token.text))]
                token.dep_, token.pos_ = deps[token.text], "VERB" if token.text == "growing" else "NOUN"
        else:
            for token in doc:
                token.head, token.dep_ = doc[0], "ROOT" if token.i == 0 else "dep"
        return doc

    pipeline = spacy.blank("en")
    pipeline.add_pipe("parse_by_hand")
    assert level(second_reader_of(pipeline)) == "confirmed"


@pytest.mark.parametrize(
    ("text", "parse", "kind", "score"),
    [
        ("Traders import rice.", {"Traders": "nsubj", "import": "ROOT", "rice": "dobj"}, "flow", 0.95),
        ("Rice rose sharply again.", {"Rice": "nsubj", "rose": "ROOT", "sharply": "advmod"}, "change", 0.8),
    ],
)  # fmt: skip
def test_what_both_readers_find_names_both(text: str, parse: dict[str, str], kind: str, score: float) -> None:
    spacy = pytest.importorskip("spacy")
    from spacy.language import Language
    from spacy.tokens import Doc

    @Language.component(f"parse_of_a_{kind}")
    def parse_on_verb(doc: Doc) -> Doc:
        root = next((token for token in doc if parse.get(token.text) == "ROOT"), doc[0])
        for token in doc:
            token.head, token.dep_ = root, parse.get(token.text, "punct")
            token.pos_ = "VERB" if token.i == root.i else "NOUN"
        return doc

    pipeline = spacy.blank("en")
    pipeline.add_pipe(f"parse_of_a_{kind}")
    second_reader = second_reader_of(pipeline)
    (record,) = [r for r in read_text(text, second_reader=second_reader).records if r.type == kind]
    assert record.confidence.readers == ["grammar", "dependency"]
    assert record.confidence.score == score
