"""What a language model was asked, or would be, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jangmadang.reading.language_model.answers import KeptAnswers
from jangmadang.reading.language_model.endpoint import Budget, Endpoint, Message
from jangmadang.reading.language_model.model_reader import LanguageModelReader
from jangmadang.reading.language_model.prompt import messages_for, prompt_hash, stretches_of
from jangmadang.reading.mentions.mentions import read_mentions
from jangmadang.reading.mentions.tables import Tables
from jangmadang.reading.text.documents import Document


def would_send(
    documents: Sequence[Document], tables: Tables, endpoint: Endpoint, answers: KeptAnswers
) -> dict[str, list[list[Message]]]:
    """The messages that reading reports would send, by report, less those that were answered before."""
    prompt = prompt_hash(tables)
    asked: dict[str, list[list[Message]]] = {}
    for document in documents:
        report = read_mentions(document.name, document.text, document.published, tables)
        each = [messages_for(report.text[slice(*stretch)], tables) for stretch in stretches_of(report)]
        asked[document.name] = [one for one in each if answers.get(endpoint.model, prompt, one) is None]
    return asked


def would_send_in_words(asked: dict[str, list[list[Message]]], endpoint: Endpoint, budget: Budget) -> Iterator[str]:
    """What would be sent and where, a line for each report."""
    yield f"Would ask {endpoint.in_words()}; nothing was sent."
    calls = characters = 0
    for name, each in asked.items():
        sizes = [sum(len(message["content"]) for message in messages) for messages in each]
        own = sum(len(messages[-1]["content"]) for messages in each)
        calls, characters = calls + len(sizes), characters + sum(sizes)
        count = f"{len(sizes)} call{'s' * (len(sizes) > 1)}"
        told = f"{count}, {own:,} characters of the report and {sum(sizes) - own:,} of instructions"
        yield f"  {name}: {told if sizes else 'answered before, nothing to send'}"
    yield (
        f"In all {calls} of at most {budget.most_calls} calls, {characters:,} of at most {budget.most_characters:,}"
        " characters, more where the server asks to try again. --json prints every word."
    )


def became_of_it(reader: LanguageModelReader) -> Iterator[str]:
    """What became of a model's statements, and what it was sent."""
    told, budget = reader.told, reader.budget
    yield (
        f"Language model {reader.endpoint.in_words()}: {told.statements} statements, {told.agreeing} as the rules,"
        f" {told.differing} otherwise (flag readers_differ), {told.alone} it alone (weak),"
        f" {told.dropped.total()} dropped"
    )
    for reason, count in told.dropped.most_common():
        yield f"  dropped {count}: {reason}"
    yield f"  sent {budget.calls} calls, {budget.characters:,} characters; {told.from_kept} answers kept from before"
    for why in told.unanswered:
        yield f"  read by the rules alone: {''.join(c if c.isprintable() else repr(c)[1:-1] for c in why)}"
