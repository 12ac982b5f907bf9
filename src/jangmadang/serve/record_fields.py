"""The fields of a record that an analyst may change: as a form shows them, and as it sends them back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import isclass
from types import NoneType
from typing import Any, Literal, Union, get_args, get_origin

from jangmadang.errors import InputError
from jangmadang.reading.records.records import Record, Said

_AMOUNT = ("low", "high", "bound")
_WHEN_AND_WHERE = ("place", "time", "modality")
#: Fields of each type of record, in order; `modality` says whether it is stated plainly.
EDITABLE: dict[str, tuple[str, ...]] = {
    "price": ("item_id", *_AMOUNT, "currency", "per_qty", "per_unit", "price_type", "phase", *_WHEN_AND_WHERE),
    "fx": ("base", *_AMOUNT, "phase", *_WHEN_AND_WHERE),
    "flow": ("direction", "channel", "item_id", "status", *_WHEN_AND_WHERE),
    "change": ("target", "direction", "item_id", *_WHEN_AND_WHERE),
    "event": ("event_type", "status", *_WHEN_AND_WHERE),
}
LABELS = {
    "item_id": "item",
    "low": "from (the lowest)",
    "high": "to (the highest)",
    "bound": "how exact",
    "per_qty": "for how many",
    "per_unit": "of which unit",
    "price_type": "kind of price",
    "event_type": "kind of event",
    "base": "money",
    "modality": "how it is said",
    "time": "day, or first/last day",
    "phase": "of a comparison",
}


@dataclass(frozen=True)
class Field:
    """A field of a form.

    Attributes
    ----------
    name, label : of the record, and as it is called.
    value : as text; empty where there is none.
    choices : what it may be, as it is or with the words for it; empty where it may be anything.
    is_number : whether it is a number.
    """

    name: str
    label: str
    value: str
    choices: tuple[str | tuple[str, str], ...]
    is_number: bool


def fields_of(record: Record) -> list[Field]:
    """The fields of a record as a form shows them."""
    return [_field(record, name) for name in EDITABLE[record.type]]


def changes_of(read: Record, sent: Callable[[str], str]) -> dict[str, Any]:
    """What an analyst wrote otherwise than it was read, as `review.decide` takes it.

    Parameters
    ----------
    read : the record as it was read, without earlier decisions.
    sent : gives the text of a field of the form by its name.

    Raises
    ------
    InputError
        If a number is none.
    """
    return {
        field.name: _value(field, text)
        for field in fields_of(read)
        if (text := sent(field.name)) != field.value and not (field.is_number and _same(text, field.value))
    }


def _field(record: Record, name: str) -> Field:
    annotation = type(record).model_fields[name].annotation
    kinds = _kinds(annotation)
    choices: tuple[str | tuple[str, str], ...] = tuple(
        str(one) for kind in kinds if get_origin(kind) is Literal for one in get_args(kind)
    )
    if choices and NoneType in get_args(annotation):
        choices = (("", "not stated"), *choices)
    return Field(name, LABELS.get(name, name.replace("_", " ")), _text(record, name), choices, float in kinds)


def _kinds(annotation: Any) -> tuple[Any, ...]:
    """The types that a field may be of, none left out."""
    if get_origin(annotation) is Literal:
        return (annotation,)
    kinds = [kind for kind in get_args(annotation) or (annotation,) if kind is not NoneType and kind is not Union]
    return tuple(_of_value(kind) for kind in kinds)


def _of_value(kind: Any) -> Any:
    """The type of what is said, where a field also says whether it is stated."""
    return kind.model_fields["value"].annotation if isclass(kind) and issubclass(kind, Said) else kind


def _text(record: Record, name: str) -> str:
    value = getattr(record, name)
    if value is None:
        return ""
    if name == "place":
        return str(value.id)
    if isinstance(value, Said):
        return str(value.value)
    if name == "time":
        return value.value or ""
    return f"{value:g}" if isinstance(value, float) and float(f"{value:g}") == value else str(value)


def _value(field: Field, text: str) -> Any:
    if not text:
        return None
    if not field.is_number:
        return text
    try:
        return float(text)
    except ValueError:
        raise InputError(f"{field.label}: '{text}' is no number; write one such as 5200 or 11.5") from None


def _same(text: str, value: str) -> bool:
    try:
        return float(text) == float(value)
    except ValueError:
        return False
