"""Changes in the many ways they are put; sentences of our own."""

from __future__ import annotations

import pytest

from jangmadang.reading.reader import read_text

#: Sentence, what changes, which way.
CHANGES = [
    ("Rice has become more expensive in Hamhung.", "price", "up"),
    ("The cost of living has shot up.", "price", "up"),
    ("Corn prices edged down.", "price", "down"),
    ("Prices of daily necessities nearly tripled.", "price", "up"),
    ("The won has lost value against the dollar.", "fx_rate", "up"),
    ("The dollar strengthened against the won.", "fx_rate", "up"),
    ("The yuan hit a record low against the won.", "fx_rate", "down"),
    ("The won's exchange rate against the yuan has been stable.", "fx_rate", "steady"),
    ("Demand for padded coats has grown.", "demand", "up"),
    ("Few people are buying clothes.", "sales", "down"),
    ("Sales of charcoal have dropped.", "sales", "down"),
    ("Vendors say business is slow.", "market_activity", "down"),
    ("Markets are bustling again.", "market_activity", "up"),
    ("Residents are increasingly anxious.", "confidence", "down"),
    ("Complaints are growing among residents.", "confidence", "down"),
    ("Border patrols have been reinforced.", "enforcement", "up"),
    ("Surveillance has become stricter.", "enforcement", "up"),
    ("Controls have been loosened.", "enforcement", "down"),
    ("Smuggling has increased sharply.", "smuggling_volume", "up"),
    ("The volume of trade shrank.", "trade_volume", "down"),
    ("Imports of flour have fallen.", "trade_volume", "down"),
    ("Medicine is hard to find.", "supply", "down"),
    ("Supplies of cooking oil have dried up.", "supply", "down"),
    ("Flour is now plentiful in the market.", "supply", "up"),
    ("More goods are available.", "supply", "up"),
    ("Rice prices showed little change.", "price", "steady"),
    ("Prices are fluctuating wildly.", "price", "mixed"),
    ("Rice prices swung widely.", "price", "mixed"),
    ("Rice became cheaper.", "price", "down"),
    ("Traders' incomes have fallen.", "income", "down"),
    ("Traders earn more than before.", "income", "up"),
    ("Fuel is running short.", "supply", "down"),
    ("Goods are piling up unsold.", "sales", "down"),
    ("Rice prices went from 5,000 won to 6,000 won.", "price", "up"),
    ("Gasoline has gone up by 20 percent.", "price", "up"),
    ("The exchange rate jumped overnight.", "fx_rate", "up"),
    ("Prices doubled in a week.", "price", "up"),
    ("Purchasing power has declined.", "demand", "down"),
]


@pytest.mark.parametrize(("text", "target", "direction"), CHANGES)
def test_a_change_is_read_however_it_is_put(text: str, target: str, direction: str) -> None:
    changes = [record for record in read_text(text).records if record.type == "change"]
    assert {(change.target, change.direction) for change in changes} == {(target, direction)}
