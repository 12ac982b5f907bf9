"""What a scenario file may say: keys, types and dates, before names are looked up."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from jangmadang.errors import InputError, nearest_name

MOST_SEED = 2**63 - 1
MOST_RESOLUTION = 1000
DEEPEST = 20  # of settings in settings
MOST_NAME_BYTES = 120
EARLIEST, LATEST = datetime.date(1990, 1, 1), datetime.date(2100, 12, 31)


def read_day(value: Any) -> Any:
    """Accept a date or the text YYYY-MM-DD, and nothing else."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        day = value
    elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            day = datetime.date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"there is no day {value}") from None
    else:
        raise ValueError(f"{value!r} is not a date; write YYYY-MM-DD")
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"{day} is outside {EARLIEST.year} to {LATEST.year}")
    return day


def _read_switch(value: Any) -> Any:
    """Accept on and off, also as quoted text."""
    if isinstance(value, str) and value.lower() in ("on", "off"):
        return value.lower() == "on"
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} is not a switch position; write on or off")
    return value


def read_resolution(value: Any) -> Any:
    """Accept default, calibration, full or a whole number that leaves households enough to tell classes apart."""
    if isinstance(value, str) and value in ("default", "calibration", "full"):
        return value
    number = _read_whole(value)
    if isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= MOST_RESOLUTION:
        return number
    raise ValueError(
        f"{value!r} is not a resolution; write default, calibration, full or a whole number from 1 to {MOST_RESOLUTION}"
    )


def _read_whole(value: Any) -> Any:
    """Take NumPy's whole numbers for Python's."""
    is_numpy = not isinstance(value, int) and hasattr(value, "__index__") and type(value).__name__ != "bool"
    return int(value) if is_numpy else value


def _read_name(value: Any) -> Any:
    """Accept what can name a folder of results, and nothing that leads elsewhere."""
    if isinstance(value, bool):
        raise ValueError(f'{"yes, on or true" if value else "no, off or false"} is read as a switch; quote it: "no"')
    if isinstance(value, int | float):
        raise ValueError(f'{value!r} is read as a number; quote it: "{value}"')
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no name; write it as text")
    size = len(value.encode("utf-8", "replace"))
    if size > MOST_NAME_BYTES:
        raise ValueError(
            f"a name of {len(value)} letters ({size} bytes) is too long for a folder; {MOST_NAME_BYTES} bytes at most"
        )
    bad = next((char for char in value if char in '/\\:*?"<>|' or not char.isprintable()), "")
    if bad or value.startswith((".", "-", " ")) or value.endswith((".", " ")) or not value:
        raise ValueError(f"{value!r} cannot name a folder of results; a name is no path: use letters, digits, _ and -")
    return value


def _read_endogenous_from(value: Any) -> Any:
    """Accept a date or after_last_report."""
    return value if value == "after_last_report" else read_day(value)


def _read_sources(value: Any) -> Any:
    """Accept one evidence id or a list of them."""
    ids = [value] if isinstance(value, str) else value
    if not isinstance(ids, list | tuple) or not all(isinstance(item, str) for item in ids):
        raise ValueError("give an evidence id, a list of them, or assumed")
    return tuple(ids)


Day = Annotated[datetime.date, BeforeValidator(read_day)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Text = Annotated[str, Field(strict=True)]
Switch = Annotated[bool, BeforeValidator(_read_switch)]
Resolution = Annotated[Any, BeforeValidator(read_resolution)]
Name = Annotated[str, BeforeValidator(lambda value: _read_name(value))]
Seed = Annotated[int, BeforeValidator(lambda value: _read_whole(value)), Field(strict=True, ge=0, le=MOST_SEED)]
Weeks = dict[Day, Number]  # Monday to value
Sources = Annotated[tuple[str, ...], BeforeValidator(_read_sources)]


class Strict(BaseModel):
    """A frozen model that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Spell(Strict):
    """A value that a path takes from one day to another, both included.

    Without `until` it lasts to the day before the next spell of the same target in the same file, or for good.
    """

    from_day: Day = Field(alias="from")
    until: Day | None = None
    value: Number
    source: Sources = ()
    assumed: Switch = False
    note: Text = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _check_order(self.from_day, self.until)
        return self


class Change(Strict):
    """A dated alteration of a path, in full at once or over a number of weeks.

    In week k of a ramp over n weeks (k = 1 .. n) the change carries k/n of its weight: linearly for `set` and
    `add`, in logarithms for `multiply`. After `until` (included) the path is as if it had never been.
    """

    path: Text
    from_day: Day = Field(alias="from")
    until: Day | None = None
    set_to: Number | None = Field(default=None, alias="set")
    multiply: Annotated[Number, Field(ge=0)] | None = None
    add: Number | None = None
    over_weeks: Annotated[int, Field(strict=True, ge=1, le=1040)] = 1
    note: Text = ""

    @model_validator(mode="after")
    def _one_operation(self) -> Self:
        given = [x for x in (self.set_to, self.multiply, self.add) if x is not None]
        if len(given) != 1:
            raise ValueError("give exactly one of set, multiply and add")
        if self.multiply == 0 and self.over_weeks > 1:
            raise ValueError("a ramp cannot multiply by 0; use set: 0")
        _check_order(self.from_day, self.until)
        return self


def _check_order(first: datetime.date, last: datetime.date | None) -> None:
    """Refuse a last day before the first."""
    if last is not None and last < first:
        raise ValueError(f"ends on {last}, before it starts on {first}")


class ExchangeRate(Strict):
    """Whether the exchange rate follows the reports, and until when."""

    mode: Annotated[Any, BeforeValidator(lambda value: _read_mode(value))] = "reported"
    endogenous_from: Annotated[Any, BeforeValidator(_read_endogenous_from)] = "after_last_report"


def _read_mode(value: Any) -> Any:
    """Accept reported or endogenous."""
    if value not in ("reported", "endogenous"):
        raise ValueError(f"{value!r} is not a mode; write reported or endogenous")
    return value


class ScenarioFile(Strict):
    """One scenario file as written; every key but the name may come from the scenario it extends."""

    name: Name | None = None
    title: Text | None = None
    question: Text | None = None
    extends: Text | None = None
    start: Day | None = None
    end: Day | None = None
    seed: Seed | None = None
    resolution: Resolution = None
    parameters: dict[str, Any] = {}
    switches: dict[str, Switch] = {}
    theories: dict[str, Text] = {}
    paths: dict[str, tuple[Spell, ...]] = {}
    changes: tuple[Change, ...] = ()
    series: dict[str, Weeks] = {}
    exchange_rate: ExchangeRate | None = None


_Model = TypeVar("_Model", bound=BaseModel)
#: Words of changes and of the command line, and what they are called at the head of a file.
_MEANT = {
    "until": "end", "to": "end", "stop": "end", "from": "start", "begin": "start", "since": "start",
    "set": "parameters", "settings": "parameters", "base": "extends", "inherit": "extends", "description": "question",
    "mechanisms": "switches",
    "weeks": "series", "weekly": "series",
    "shocks": "changes", "events": "changes", "shock": "changes", "border": "changes", "path": "paths",
}  # fmt: skip
_NESTED: dict[str, type[BaseModel]] = {"paths": Spell, "changes": Change, "exchange_rate": ExchangeRate}


def validated(model: type[_Model], data: Any, where: str) -> _Model:
    """Return the model of some data, or raise one InputError that names the first mistake.

    Parameters
    ----------
    model : type
        The pydantic model to fill.
    data : object
        What a file or a caller gave.
    where : str
        The file or call, for the message.
    """
    if not isinstance(data, dict):
        raise InputError(f"{where}: expected settings as 'key: value', found {type(data).__name__}")
    _refuse_decimal_commas(data, where)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        first = next((item for item in errors if item["type"] == "extra_forbidden"), errors[0])
    raise InputError(f"{where}: {_explanation(model, first)}") from None


def refuse_depth(data: Any, where: str) -> None:
    """Refuse settings within settings that would exhaust what reads them on."""
    level = {0: data}
    for _ in range(DEEPEST):
        parts = (item.values() if isinstance(item, dict) else item for item in level.values())
        level = {id(inner): inner for part in parts for inner in part if isinstance(inner, dict | list | tuple)}
    if level:
        raise InputError(f"{where}: brackets within brackets more than {DEEPEST} deep; no setting needs so many")


def _refuse_decimal_commas(data: Any, where: str) -> None:
    """Find `{set: 0,5}`, which YAML reads as `set: 0` and a key 5 of its own."""
    entries = data.items() if isinstance(data, dict) else ()
    before: Any = None
    for key, value in entries:
        if isinstance(key, int) and not isinstance(key, bool) and value is None and _is_number(before):
            raise InputError(f"{where}: '{before},{key}' is two entries; write a decimal point: {before}.{key}")
        before = value
    for key, value in entries:
        for number, inner in enumerate(value, 1) if isinstance(value, list | tuple) else ((0, value),):
            place = f"{where}: {key}" + (f", entry {number}" if number else "")
            _refuse_decimal_commas(inner, place)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _explanation(model: type[BaseModel], error: Any) -> str:
    """Say in words what pydantic found at a location."""
    location = tuple(error["loc"])
    place = _spoken(location)
    if error["type"] == "extra_forbidden":
        inner = model if len(location) == 1 else _NESTED.get(str(location[0]), model)
        known = [field.alias or name for name, field in inner.model_fields.items()]
        if len(location) == 1 and location[0] in _MEANT and _MEANT[location[0]] in known:
            return f"unknown setting '{location[0]}'; did you mean '{_MEANT[location[0]]}'?"
        above = f" in {_spoken(location[:-1])}" if len(location) > 1 else ""
        return f"unknown setting '{location[-1]}'{above}; {nearest_name(str(location[-1]), known)}"
    if error["type"] == "missing":
        return f"{_spoken(location[:-1]) or 'the file'} lacks '{location[-1]}'"
    message = str(error["msg"]).removeprefix("Value error, ").replace("valid tuple", "list")
    if error["type"] != "value_error":
        message = f"{message[:1].lower()}{message[1:]}, not {error['input']!r}"[:200]
    if share := re.fullmatch(r"(\d+(?:\.\d+)?) ?%", str(error["input"])):
        message += f"; write a share: {float(share[1]) / 100:g}"
    return f"{place}: {message}" if place else message


def _spoken(location: tuple[Any, ...]) -> str:
    """Write a location as a reader counts: `paths openness[customs,import], entry 2, until`."""
    return ", ".join(f"entry {part + 1}" if isinstance(part, int) else str(part) for part in location)
