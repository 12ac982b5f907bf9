"""The responses that every economist expects (R1 to R12), run like the facts: signs and bands with their sources."""

from __future__ import annotations

from jangmadang.facts.experiment import Fact
from jangmadang.facts.responses_food import RESPONSES as FOOD
from jangmadang.facts.responses_money import RESPONSES as MONEY
from jangmadang.facts.responses_trade import RESPONSES as TRADE

RESPONSES: tuple[Fact, ...] = tuple(sorted((*TRADE, *FOOD, *MONEY), key=lambda response: int(response.name[1:])))
