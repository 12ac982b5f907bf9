"""The second reader: dependency patterns over the same mentions (spaCy, installed apart).

It knows nothing of the grammar's patterns: it goes by subject, object and modifier. What it finds too is confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jangmadang.errors import InputError
from jangmadang.reading.grammar.change_words import as_moved, change_grammar
from jangmadang.reading.grammar.event_words import event_grammar
from jangmadang.reading.grammar.findings import Finding
from jangmadang.reading.grammar.merging import SecondReader
from jangmadang.reading.mentions.mentions import Report

DEFAULT_MODEL = "en_core_web_sm"
HOW_TO_INSTALL = (
    "pip install 'jangmadang[reading]', then: python -m spacy download en_core_web_sm "
    "(any English pipeline with a parser will do; name it with --second-reader)"
)
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_OBJECTS = frozenset({"dobj", "obj", "attr", "oprd"})
_IMPORT = frozenset({"import", "bring"})
_EXPORT = frozenset({"export"})
_SMUGGLE = frozenset({"smuggle", "sell", "send", "ship", "carry", "conceal", "handle"})


def asked_second_reader(model: str) -> tuple[SecondReader | None, str]:
    """Load the second reader; if it was not asked for by name and is not there, say so and go on without it.

    Parameters
    ----------
    model : str
        `off`, `auto`, or the name of a spaCy pipeline.
    """
    if model == "off":
        return None, ""
    try:
        return load_second_reader(DEFAULT_MODEL if model == "auto" else model), ""
    except InputError as error:
        if model != "auto":
            raise
        return None, f"Read with one reader: {error}"


def load_second_reader(model: str = DEFAULT_MODEL) -> SecondReader:
    """Load the second reader, or say how to install it.

    Parameters
    ----------
    model : str
        The name of an installed spaCy pipeline with a dependency parser.
    """
    try:
        import spacy
    except ImportError:
        raise InputError(f"the second reader needs spaCy, which is not installed; {HOW_TO_INSTALL}") from None
    try:
        pipeline = spacy.load(model, exclude=["ner", "lemmatizer"])
    except (OSError, ValueError) as error:
        reason = str(error).split("\n")[0][:80]
        raise InputError(
            f"the second reader cannot load the spaCy pipeline '{model}' ({reason}); {HOW_TO_INSTALL}"
        ) from None
    return second_reader_of(pipeline)


def second_reader_of(pipeline: Any) -> SecondReader:
    """Return a second reader that parses with a pipeline.

    Parameters
    ----------
    pipeline : spacy.Language
        It must give every token a head and a dependency.
    """
    probe = pipeline("Prices rose.")
    if not probe.has_annotation("DEP"):
        raise InputError(
            f"the spaCy pipeline has no dependency parser, so it cannot be the second reader; {HOW_TO_INSTALL}"
        )

    def read(report: Report) -> list[Finding]:
        findings: list[Finding] = []
        sentences = [report.text[s.start : s.end].replace("\n", " ") for s in report.sentences]
        for sentence, doc in zip(report.sentences, pipeline.pipe(sentences), strict=True):
            findings.extend(_changes(report, sentence.start, doc))
            findings.extend(_flows(report, sentence.start, doc))
            findings.extend(_events(report, sentence.start, doc))
        return findings

    return read


def _changes(report: Report, offset: int, doc: Any) -> Iterator[Finding]:
    """A word of direction with the target that is its subject, object, modifier or complement."""
    grammar = change_grammar(report)
    view = report.view
    cues = {}
    for match in grammar.cues.finditer(view, offset, offset + len(doc.text)):
        cues[match.start() - offset] = (match, grammar.cue_names[int((match.lastgroup or "c0")[1:])])
    for token in doc:
        if token.idx not in cues:
            continue
        match, (direction, _) = cues[token.idx]
        for noun in _arguments(token):
            target = _target_at(grammar, view, offset, noun)
            if target:
                name, way = as_moved(target[2], direction)
                spans = {"cue": match.span(), "target": target[:2]}
                fields = {"target": name, "direction": way}
                yield Finding("change", match.span(), spans, fields, (offset, offset + len(doc.text)), 0.7)
                break
            thing = next((i for i in report.items if i.start <= offset + noun.idx < i.end), None)
            if thing and token.pos_ == "VERB" and noun.dep_ in _SUBJECTS:
                spans = {"cue": match.span(), "target": (thing.start, thing.end)}
                fields = {"target": "price", "direction": direction}
                yield Finding("change", match.span(), spans, fields, (offset, offset + len(doc.text)), 0.6)
                break


def _arguments(token: Any) -> Iterator[Any]:
    """The nouns a word of direction can move, the nearest relation first."""
    heads = [token] + (
        [token.head] if token.dep_ in ("xcomp", "acomp", "advcl", "conj", "relcl", "ccomp", "advmod", "prep") else []
    )
    for head in heads:
        for child in head.children:
            if child.dep_ in _SUBJECTS | _OBJECTS:
                yield child
    if token.dep_ in ("amod", "compound", "nmod"):
        yield token.head
    for child in token.children:
        if child.dep_ in ("compound", "amod", "poss", "nmod"):
            yield child
        if child.dep_ == "prep":
            yield from (inner for inner in child.children if inner.dep_ == "pobj")
    if token.dep_ == "relcl":
        yield token.head


def _target_at(grammar: Any, view: str, offset: int, noun: Any) -> tuple[int, int, str] | None:
    """The target a noun names, alone or with its compounds, else the one its complement names."""
    for one in (noun, *(child for prep in noun.children if prep.dep_ == "prep" for child in prep.children)):
        at = offset + one.idx
        for match in grammar.targets.finditer(view, max(at - 40, offset), at + len(one.text)):
            if match.end() >= at + len(one.text) - 1 and match.start() <= at:
                return (*match.span(), grammar.target_names[int((match.lastgroup or "t0")[1:])])
    return None


def _flows(report: Report, offset: int, doc: Any) -> Iterator[Finding]:
    """A verb or noun of trade with the goods that are its object, passive subject or complement."""
    for token in doc:
        lemma = _stem(token.lower_)
        if lemma not in _IMPORT | _EXPORT | _SMUGGLE:
            continue
        directions = ["import"] if lemma in _IMPORT else ["export"] if lemma in _EXPORT else ["import", "export"]
        words = [child for child in token.children if child.dep_ in _OBJECTS | {"nsubjpass", "compound"}]
        words += [
            inner
            for child in token.children
            if child.dep_ == "prep" and child.lower_ in ("of", "in")
            for inner in child.children
        ]
        if token.dep_ in ("acl", "relcl", "amod"):
            words.append(token.head)
        for item in report.within(report.items, offset, offset + len(doc.text)):
            if any(item.start - offset <= word.idx < item.end - offset for noun in words for word in noun.subtree):
                for direction in directions:
                    cue = (offset + token.idx, offset + token.idx + len(token.text))
                    fields = {"direction": direction, "item_id": item.id}
                    yield Finding(
                        "flow",
                        cue,
                        {"cue": cue, "item": (item.start, item.end)},
                        fields,
                        (offset, offset + len(doc.text)),
                        0.6,
                    )


def _stem(word: str) -> str:
    for stem in (*_IMPORT, *_EXPORT, *_SMUGGLE):
        if re.fullmatch(rf"{stem.rstrip('e')}(?:e|s|es|ed|ing|ied|ies)?", word):
            return stem
    return {"brought": "bring", "sold": "sell", "sent": "send", "carried": "carry", "shipped": "ship"}.get(word, word)


def _events(report: Report, offset: int, doc: Any) -> Iterator[Finding]:
    """An event's words, if the parse joins them: they hang together as one phrase or verb with its argument."""
    grammar = event_grammar(report)
    for name, pattern in grammar.cues:
        for match in pattern.finditer(report.view, offset, offset + len(doc.text)):
            tokens = [t for t in doc if match.start() - offset <= t.idx < match.end() - offset and not t.is_punct]
            tops = [t for t in tokens if t.head == t or not match.start() - offset <= t.head.idx < match.end() - offset]
            if tokens and len(tops) == 1 and not _is_denied(tops[0]):
                yield Finding(
                    "event",
                    match.span(),
                    {"cue": match.span()},
                    {"event_type": name},
                    (offset, offset + len(doc.text)),
                    0.6,
                )


def _is_denied(token: Any) -> bool:
    return any(child.dep_ == "neg" for child in token.children)
