"""The records a report is read into; every one carries the words it came from."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

Modality = Literal["asserted", "expected", "hypothetical", "habitual", "rumoured", "negated"]
Phase = Literal["before", "current", "after"]
Level = Literal["confirmed", "likely", "weak"]
ReviewState = Literal["unreviewed", "accepted", "edited", "rejected"]
Bound = Literal["exact", "min", "max", "about", "range"]
Direction = Literal["up", "down", "steady", "mixed"]
Target = Literal[
    "price", "fx_rate", "demand", "sales", "supply", "trade_volume", "smuggling_volume", "income", "market_activity",
    "confidence", "enforcement",
]  # fmt: skip
Channel = Literal["customs", "state_smuggling", "private_smuggling"]
FlowStatus = Literal["occurred", "ongoing", "planned", "ceased"]
EventStatus = Literal["occurred", "ongoing", "planned", "rumoured", "denied", "ended"]
T = TypeVar("T")
EventType = Literal[
    "border_closure", "border_reopening", "smuggling_suspended", "smuggling_resumed", "trade_suspended",
    "trade_resumed", "crackdown", "easing", "policy_order", "price_control", "distribution", "market_closure",
    "market_reopening", "lockdown", "lockdown_lifted", "outbreak", "disaster", "inspection", "arrest",
    "currency_measure",
]  # fmt: skip


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Evidence(_Strict):
    """Words of the text: `exact` is text[start:end], with a little of what surrounds it."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    role: str


class Time(_Strict):
    """When a statement holds, as written and, where it can be known, as days."""

    text: str
    value: str | None = None
    start: date | None = None
    end: date | None = None
    precision: Literal["day", "week", "month", "year", "relative"]
    basis: Literal["stated", "published", "unresolved"]


class Place(_Strict):
    """Where a statement holds; `basis` says whether it is written there, carried over, or where the source sits."""

    id: str
    text: str
    basis: Literal["stated", "carried", "source"]


class Said(_Strict, Generic[T]):
    """A field that the clause states, or that is carried over from before; `text` is the words that say it.

    It is no part of what the record claims. A field that nothing says is None.
    """

    value: T
    text: str
    basis: Literal["stated", "carried"]

    @model_validator(mode="before")
    @classmethod
    def _by_its_value(cls, given: Any) -> Any:
        """An analyst who edits a record gives the value alone."""
        return {"value": given, "text": given, "basis": "stated"} if isinstance(given, str) else given


class Confidence(_Strict):
    """How far to trust a record, and which readers found it."""

    level: Level
    score: float
    readers: list[str]


class ModelRun(_Strict):
    """Which language model read the report beside the rules; `prompt` is a hash of what it was told to do."""

    model: str
    prompt: str
    temperature: float
    seed: int


class Run(_Strict):
    """Which reader read it, with which rules and tables, and which language model beside it."""

    version: str
    tables: str
    language_model: ModelRun | None = None


class RecordBase(_Strict):
    """What all records share."""

    id: str
    report: str
    text_sha256: str
    published: date | None
    evidence: list[Evidence]
    sentence: str
    modality: Modality = "asserted"
    attribution: str | None = None
    time: Time | None = None
    place: Place | None = None
    confidence: Confidence
    flags: list[str] = []
    run: Run
    review: ReviewState = "unreviewed"


class PriceRecord(RecordBase):
    """The price of an item."""

    type: Literal["price"] = "price"
    item_id: str
    item_text: str
    origin: str | None = None
    low: float
    high: float
    bound: Bound
    currency: str
    per_qty: float | None = None
    per_unit: str | None = None
    price_type: Literal["retail", "wholesale", "purchase", "state", "credit", "unspecified"] = "unspecified"
    phase: Phase = "current"
    pair_id: str | None = None


class FxRecord(RecordBase):
    """An exchange rate, in won for one unit of the foreign money."""

    type: Literal["fx"] = "fx"
    base: Literal["USD", "CNY"]
    quote: Literal["KPW"] = "KPW"
    low: float
    high: float
    bound: Bound
    phase: Phase = "current"
    pair_id: str | None = None


class FlowRecord(RecordBase):
    """Goods crossing the border: it claims the direction and the item."""

    type: Literal["flow"] = "flow"
    direction: Literal["import", "export"]
    item_id: str | None = None
    item_text: str | None = None
    channel: Said[Channel] | None = None
    status: Said[FlowStatus] | None = None
    concealed: bool = False


class ChangeRecord(RecordBase):
    """Something went up or down, or stayed."""

    type: Literal["change"] = "change"
    target: Target
    direction: Direction
    item_id: str | None = None
    item_text: str | None = None
    magnitude: str | None = None
    implied: bool = False


class EventRecord(RecordBase):
    """Something happened that bears on trade or prices: it claims the type."""

    type: Literal["event"] = "event"
    event_type: EventType
    status: Said[EventStatus] | None = None


Record = Annotated[PriceRecord | FxRecord | FlowRecord | ChangeRecord | EventRecord, Field(discriminator="type")]


class Unread(_Strict):
    """An entry of the ledger: something the reader saw and could not turn into a record."""

    report: str
    kind: Literal["numeral", "amount", "sentence", "item", "Korean sentence"]
    start: int
    end: int
    exact: str
    sentence: str


class Reading(_Strict):
    """All that one report gave."""

    report: str
    text_sha256: str
    characters: int
    published: date | None
    records: list[Record]
    unread: list[Unread]
