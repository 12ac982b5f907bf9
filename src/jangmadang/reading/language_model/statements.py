"""What a language model may say of a report: the claims of our records, each with the words that say it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Generic, TypeVar, Union

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, create_model

from jangmadang.reading.language_model.endpoint import NoAnswer
from jangmadang.reading.records.records import (
    ChangeRecord,
    Channel,
    EventRecord,
    EventStatus,
    FlowRecord,
    FlowStatus,
    FxRecord,
    Modality,
    PriceRecord,
)

T = TypeVar("T")

#: The fields of a record that a statement claims; all else the rules work out from the words it quotes.
CLAIMED: dict[str, tuple[type[BaseModel], tuple[str, ...]]] = {
    "price": (PriceRecord, ("item_id", "low", "high", "currency", "per_qty", "per_unit", "price_type", "phase")),
    "fx": (FxRecord, ("base", "low", "high", "phase")),
    "flow": (FlowRecord, ("direction", "item_id")),
    "change": (ChangeRecord, ("target", "direction", "item_id")),
    "event": (EventRecord, ("event_type",)),
}


class Statement(BaseModel):
    """One statement of a report in a model's reading; `place_id` is None where none is named."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    quote: str = Field(description="the words of the report that say it, letter by letter, within one sentence")
    type: str
    modality: Modality
    place_id: str | None


class Worded(BaseModel, Generic[T]):
    """What a clause says beside its claim, and the words of the clause that say it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: T
    words: str


#: What a statement may say beside its claim.
SAID: dict[str, dict[str, Any]] = {
    "flow": {"channel": Worded[Channel] | None, "status": Worded[FlowStatus] | None},
    "event": {"status": Worded[EventStatus] | None},
}


@cache
def statement_models() -> dict[str, type[Statement]]:
    """The form of a statement of each type, its fields those of the record."""
    return {name: _model(name, record, fields) for name, (record, fields) in CLAIMED.items()}


def _model(name: str, record: type[BaseModel], fields: tuple[str, ...]) -> type[Statement]:
    """A form in which every field must be said, as strict endpoints ask for."""
    said: dict[str, Any] = {field: (record.model_fields[field].annotation, ...) for field in fields}
    said |= {field: (kind, ...) for field, kind in SAID.get(name, {}).items()}
    said["type"] = (record.model_fields["type"].annotation, ...)
    return create_model(name.title(), __base__=Statement, **said)


@cache
def answer_schema() -> dict[str, Any]:
    """The JSON schema of a whole answer: a list of statements."""
    kinds: Any = Union[tuple(statement_models().values())]  # noqa: UP007 (made from a list)
    each = TypeAdapter(kinds).json_schema()
    return {
        "type": "object", "properties": {"statements": {"type": "array", "items": {"anyOf": each.pop("anyOf")}}},
        "required": ["statements"], "additionalProperties": False, **each,
    }  # fmt: skip


def statements_in(answer: str) -> tuple[list[Statement], int]:
    """The statements of an answer, and how many others do not have their form.

    Raises
    ------
    NoAnswer
        If it is no JSON object with a list of statements.
    """
    try:
        said = json.loads(answer)["statements"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NoAnswer("its answer is no JSON of the form asked for") from None
    if not isinstance(said, list):
        raise NoAnswer("its answer is no JSON of the form asked for")
    found = [statement for each in said if (statement := _statement(each))]
    return found, len(said) - len(found)


def _statement(said: Any) -> Statement | None:
    """One statement, or None if it has not the form of its type."""
    model = statement_models().get(said.get("type", "")) if isinstance(said, dict) else None
    try:
        return model.model_validate(said) if model else None
    except ValidationError:
        return None
