"""One row of a price table into observations: what it says of what, where, when and for how much."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast

from jangmadang.evidence.observations import Basis, Bound, Currency, Observation, amount_in_words
from jangmadang.importing.days import (
    LeftOut,
    check_agrees,
    days_of,
    is_whole_month,
    joined_day,
    period_of,
    week_of_month,
)
from jangmadang.importing.figures import Amount, amount_of, currency_of, money_and_unit, number_of, plain, unit_of
from jangmadang.importing.layouts import Layout, Told, Wide
from jangmadang.importing.words import (
    RATE,
    RATE_ITEMS,
    Named,
    is_this_country,
    item_of,
    kind_suffix,
    kinds_of,
    money_of_rate,
    named_in,
    place_of,
    usual_unit,
)
from jangmadang.reading.records.known_ranges import is_plausible_row
from jangmadang.reading.records.observing import load_names, one_line

#: Flags of prices that nobody has seen: predicted, filled in, or marked so in the table they come from.
_NO_PRICE = re.compile(
    r"forecast|estimat|project|predict|interpolat|extrapolat|imput|missing|model|exclude|예측|추정|^e$", re.IGNORECASE
)
_NOTED = re.compile(
    r"\b(?:forecast|estimat|project(?:ed|ion)|predict|interpolat|extrapolat|imput)|예측|추정", re.IGNORECASE
)
#: What a heading says whose numbers are no prices as they stand, whatever a mapping calls it.
_MANY = re.compile(r"\b(?:thousands?|millions?|000s?|1,?000 won|index|indices)\b|%|천\s?원|만\s?원|지수", re.IGNORECASE)
#: A number whose point stands before decimals or between thousands.
_POINT = re.compile(r"[1-9]\d{0,2}\.\d{3}")
#: How a cell of words begins that a spreadsheet would take for a formula.
_FORMULA = re.compile(r"[\s=+@-]+", re.ASCII)
_SHORT = 12


@dataclass(frozen=True)
class Priced:
    """A price as it is read: its ends, for so many of a unit, and what had to be assumed.

    `either` is a number whose point may stand before decimals or group thousands, such as `1.250` of yuan.
    """

    low: float | None
    high: float | None
    currency: str
    per_qty: float
    unit: str
    assumed: tuple[str, ...]
    either: str = ""


@dataclass(frozen=True)
class RowReader:
    """Reads the rows of one table, the file `name`, told in notes as `where`."""

    name: str
    where: str
    layout: Layout
    told: Told
    keep_unlikely: bool
    _known: dict[str, Named] = field(default_factory=dict)

    def read(self, number: int, row: list[str]) -> Iterator[Observation | str]:
        """Yield a row's observations, or why a price of it gives none."""
        columns: list[Wide | None] = [*self.layout.wide] or [None] * (not self.layout.unread)
        for column in columns:
            if column is not None and (column.column >= len(row) or not row[column.column].strip(" -\u2013.")):
                continue
            try:
                yield self._observation(number, row, column)
            except LeftOut as reason:
                yield str(reason)

    def _observation(self, number: int, row: list[str], wide: Wide | None) -> Observation:
        country, flag = self._cell(row, "country"), self._cell(row, "flag")
        if country and not is_this_country(country):
            raise LeftOut(f"of another country ({country})")
        if _NO_PRICE.search(flag):
            raise LeftOut(f"no price that was seen ({flag})")
        if _NOTED.search(note := self._cell(row, "note")):
            raise LeftOut(f"no price that was seen, by its note ({one_line(note)})")
        if self.layout.title.not_seen:
            raise LeftOut("no price that was seen, by the title of the table")
        first, last, basis = self._days(row)
        place = self._place(row, wide)
        named = self._item(row, wide)
        price = self._priced(row, wide, named)
        item = named.item or ""
        if item == RATE:
            value = price.low or price.high or 0.0
            item = money_of_rate(value, first) or ""
            if not item:
                rate = f"an exchange rate of {amount_in_words(value)} won"
                raise LeftOut(f"{rate}: of the yuan or the dollar? say items in a mapping")
        item += self._kind(row, wide, named, item)
        source, publisher = self._origin(row)
        observation = Observation(
            id=self._id(row, first, last, place, item, price),
            date_start=first,
            date_end=last,
            place=place,
            item=item,
            low=price.low,
            high=price.high,
            bound=_bound(price.low, price.high),
            currency=cast(Currency, price.currency),
            per_qty=price.per_qty,
            unit=price.unit,
            known_on=last,
            source=one_line(source or self.name),
            publisher=one_line(publisher),
            series=load_names().publishers.get(publisher, {}).get("series", "other"),
            basis=basis,
            note=one_line(self._note(number, row, flag, price.assumed)),
            use="disputed" if "disputed" in flag.lower() else "",
        )
        if price.either and is_plausible_row(replace(observation, per_qty=observation.per_qty / 1000)):
            raise LeftOut(f"'{price.either}': a point before decimals or between thousands? say decimal in a mapping")
        return self._plausible(observation)

    def _plausible(self, observation: Observation) -> Observation:
        if is_plausible_row(observation):
            return observation
        price = f"{amount_in_words(observation.value, 6)} {observation.currency} per {observation.unit}"
        why = f"{price} of {observation.item} is far from all reports of its years"
        if not self.keep_unlikely:
            raise LeftOut(f"{why}: unit or currency wrong? --keep-unlikely takes it as disputed")
        return replace(observation, use="disputed")

    def _cell(self, row: list[str], role: str) -> str:
        """What a row says in a role; what is told for all rows where it says nothing, which it may not contradict."""
        column = self.layout.roles.get(role)
        text = row[column].strip() if column is not None and column < len(row) else ""
        told = self.told.fixed.get(role, "")
        if text and told and self._meant(role, text) != self._meant(role, told):
            raise LeftOut(f"its {role} is '{text}', the mapping says '{told}'")
        return text or told

    def _meant(self, role: str, text: str) -> Any:
        """What a text stands for in a role, to compare it with another."""
        means: dict[str, Callable[[], Any]] = {
            "item": lambda: item_of(text, self.told.words),
            "place": lambda: place_of(text, self.told.words),
            "unit": lambda: unit_of(text),
            "currency": lambda: currency_of(text),
            "date": lambda: days_of(text, self.told.order),
        }
        return (means[role]() if role in means else None) or plain(text)

    def _named(self, text: str) -> Named:
        """What a cell names; looked up once for each text."""
        if text not in self._known:
            self._known[text] = named_in(text, self.told.words)
        return self._known[text]

    def _headings(self, wide: Wide | None) -> list[Named]:
        """What the headings of a price's columns name."""
        if wide:
            return [wide.named]
        return [self._named(heading) for heading in self._price_headings()]

    def _price_headings(self) -> list[str]:
        """The headings of the columns that a table with a price a row has for it."""
        roles, heading = self.layout.roles, self.layout.heading
        return [heading[roles[role]] for role in ("price", "low", "high") if role in roles]

    def _days(self, row: list[str]) -> tuple[date, date, Basis]:
        """The days a price stands for: from start to end where both are said, else its date, or a week of its month."""
        start, end, day = (self._cell(row, role) for role in ("start", "end", "date"))
        year, month, week = (self._cell(row, role) for role in ("year", "month", "week"))
        monthly = self.layout.monthly and not (start and end)
        if month and (not day or day.isdigit() and len(day) < 3):
            day = joined_day(year, month, day)
        if not (start and end):
            start = end = day or start or end
        first, last, basis = period_of(start, end, self.told.order, monthly)
        check_agrees(year, month, first, last)
        if week and is_whole_month(first, last):
            return (*week_of_month(week, first, last), "week")
        return first, last, basis

    def _place(self, row: list[str], wide: Wide | None) -> str:
        """The place of the heading or else of the row: the first cell that names one, from narrow to wide."""
        texts = [text for role in ("place", "admin2", "admin1") if (text := self._cell(row, role))]
        said = wide.named.place if wide else None
        for text in texts:
            named = self._named(text)
            if named.place and not named.why and not named.item:
                if said and said != named.place and text == self._cell(row, "place"):
                    raise LeftOut(f"its place is '{text}', its column says {said}")
                return said or named.place
            if named.place or named.why.startswith(("abroad", "several")):
                raise LeftOut(f"no place that is known ('{text}': {named.why or 'names a good'})")
        if said:
            return said
        raise LeftOut(f"no place that is known ({', '.join(texts) or 'empty'}): say places in a mapping")

    def _item(self, row: list[str], wide: Wide | None) -> Named:
        """What the heading or the row names as the good."""
        text = self._cell(row, "item")
        if not text and wide and wide.named.item:
            return wide.named
        named = self._named(text)
        if named.why or named.place or not named.item:
            why = named.why or ("names a place" if named.place else "")
            raise LeftOut(f"no item that is known ('{text}'){f', {why}' if why else ''}: say items in a mapping")
        if wide and wide.named.item and wide.named.item != named.item:
            raise LeftOut(f"its item is '{text}', its column says {wide.named.item}")
        of_unit = self._named(self._cell(row, "unit")).item if named.item == RATE else None
        return replace(named, item=of_unit) if of_unit else named

    def _priced(self, row: list[str], wide: Wide | None, named: Named) -> Priced:
        """A row's price, with the money and unit that any of its cells or the heading says."""
        texts = [row[wide.column]] * 2 if wide else [self._cell(row, "low"), self._cell(row, "high")]
        text = self._cell(row, "price")
        if text and not wide and not all(texts) and text not in texts:
            texts = [text] * 2
        many = [] if wide else [heading for heading in self._price_headings() if _MANY.search(plain(heading))]
        if many:
            raise LeftOut(f"column '{many[0]}' counts in thousands, per cent or an index: write its prices in full")
        amounts = [amount_of(text) for text in texts]
        no_number = f"no positive number '{' '.join(dict.fromkeys(texts))}'"
        if any(text and not amount for text, amount in zip(texts, amounts, strict=True)) or not any(amounts):
            raise LeftOut(no_number)
        currency, per, assumed = self._money_and_unit(row, wide, named, amounts)
        won = currency in (None, "KPW")
        ends = [amount and number_of(amount.number, self.told.decimal, won) for amount in amounts]
        if any(amount and (not end or end <= 0) for amount, end in zip(amounts, ends, strict=True)):
            raise LeftOut(no_number)
        low, high = (end and round(end, 9) for end in ends)
        if low and high and low > high:
            raise LeftOut(f"the low {amount_in_words(low)} is above the high {amount_in_words(high)}")
        either = [a.number for a in amounts if a and not won and not self.told.decimal and _POINT.fullmatch(a.number)]
        return Priced(low, high, currency or "KPW", *per, assumed, *either[:1])

    def _money_and_unit(
        self, row: list[str], wide: Wide | None, named: Named, amounts: Iterable[Amount | None]
    ) -> tuple[str | None, tuple[float, str], tuple[str, ...]]:
        """The money and unit that are said, what is assumed of them; left out where two of them differ."""
        said = [(each.currency, each.unit) for each in (named, *self._headings(wide))]
        said += [amount.said for amount in amounts if amount]
        currency, unit = self._cell(row, "currency"), self._cell(row, "unit")
        if currency:
            if not currency_of(currency):
                raise LeftOut(f"in {currency}; a table takes KPW, CNY, USD")
            said.append(money_and_unit(currency) or (None, None))
        if unit and named.item in RATE_ITEMS:
            of_unit = self._named(unit)
            if of_unit.why or of_unit.item not in (None, named.item):
                raise LeftOut(f"no unit of a rate ('{unit}')")
            said.append((of_unit.currency, None))
        elif unit:
            if not unit_of(unit):
                raise LeftOut(f"no unit that is known ('{unit}'): say values in a mapping, such as {{unit: kg}}")
            said.append(money_and_unit(unit) or (None, None))
        moneys = {money for money, _ in said if money} or set(self.layout.title.moneys)
        units = {each for _, each in said if each} or set(self.layout.title.units)
        if len(moneys) > 1 or len(units) > 1:
            words = sorted(moneys) if len(moneys) > 1 else [f"{size:g} {name}" for size, name in sorted(units)]
            raise LeftOut(f"contradicts itself: in {' and in '.join(words)}")
        assumed = () if moneys else ("currency assumed: KPW",)
        money = moneys.pop() if moneys else None
        if named.item in RATE_ITEMS:
            return money, (1.0, "each"), assumed
        if not units and not self.layout.unit:
            assumed = (f"unit assumed: {usual_unit(named.item or '')}", *assumed)
        per = units.pop() if units else (1.0, self.layout.unit or usual_unit(named.item or ""))
        return money, self._counted(row, per), assumed

    def _counted(self, row: list[str], per: tuple[float, str]) -> tuple[float, str]:
        """For how many of a unit a price is, where a part of its own says the number."""
        text, quantity = self._cell(row, "per_qty"), self._cell(row, "quantity")
        is_told = self.layout.roles.get("per_qty") == self.layout.roles.get("quantity")
        if quantity and not is_told and number_of(quantity, self.told.decimal, False) != 1:
            column = self.layout.heading[self.layout.roles["quantity"]]
            why = f"'{column}' is {quantity}: a price for so many, or so many sold?"
            raise LeftOut(f"{why} say columns in a mapping, such as {{per_qty: {column}}}")
        count = number_of(text, self.told.decimal, False) if text else 1.0
        if not count or count <= 0:
            raise LeftOut(f"per_qty is no positive number ('{text}')")
        if count != 1 and per[0] not in (1, count):
            raise LeftOut(f"contradicts itself: for {count:g} and for {per[0]:g} {per[1]}")
        return (count if count != 1 else per[0]), per[1]

    def _kind(self, row: list[str], wide: Wide | None, named: Named, item: str) -> str:
        """What is added to an item's name for a price that is not what buyers pay on a market."""
        text = self._cell(row, "pricetype")
        of_row = kinds_of(text) if text else frozenset()
        if of_row is None:
            raise LeftOut(f"no kind of price that is known ('{text}'): retail, wholesale, state, purchase")
        kinds = of_row.union(named.kinds, *(each.kinds for each in self._headings(wide))) or self._kinds_of_title(item)
        suffix = kind_suffix(item, kinds)
        if suffix is None:
            raise LeftOut(f"contradicts itself, or no market price of money: {', '.join(sorted(kinds))}")
        return suffix

    def _kinds_of_title(self, item: str) -> frozenset[str]:
        """The kinds of price that the title names of all goods; money has none."""
        return frozenset() if item in RATE_ITEMS else self.layout.title.kinds

    def _origin(self, row: list[str]) -> tuple[str, str]:
        """Where a row was printed, empty if nothing says it, and who printed it."""
        source, publisher = (self._words(row, role) for role in ("source", "publisher"))
        return self.told.source or source, self.told.publisher or publisher or self.layout.publisher

    def _words(self, row: list[str], role: str) -> str:
        """What a row says in words, without what would make a formula of them where the table is opened."""
        text = self._cell(row, role)
        begins = _FORMULA.match(text)
        return text[begins.end() :] if begins else text

    def _note(self, number: int, row: list[str], flag: str, assumed: tuple[str, ...]) -> str:
        """Where a row comes from, and what is assumed of it."""
        parts = [f"imported from {self.where}, row {number}", f"layout {self.layout.name or 'by its headings'}"]
        parts += [text for text in (flag, self._cell(row, "pricetype"), self._cell(row, "note")) if text]
        return "; ".join((*parts, *assumed))

    def _id(self, row: list[str], first: date, last: date, place: str, item: str, price: Priced) -> str:
        """The id of a row: the same when its table is imported again, whatever its price."""
        source, publisher = self._origin(row)
        file = "" if source or self.layout.name else self.name.rpartition(".")[0] or self.name
        printed = " ".join(text for text in (publisher, source, file) if text)
        parts = (printed, first, last, place, item, price.currency, price.unit, price.per_qty)
        return f"import-{hashlib.sha256(repr(parts).encode()).hexdigest()[:_SHORT]}"


def _bound(low: float | None, high: float | None) -> Bound:
    if low is None:
        return "upper"
    if high is None:
        return "lower"
    return "exact" if low == high else "range"
