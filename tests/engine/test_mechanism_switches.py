"""Every mechanism acts: switched off, its indicator moves as `packs/mechanisms.yaml` says, by more than two errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import mechanism_table
import pytest
from mechanism_table import RIVALS_SHOWN_IN, SEEDS, SHOWN_IN, WINDOWS, effect_in, effect_of, indicator, paired_changes

from jangmadang.scenario.mechanisms import mechanisms, theories

RIVALS = [(room, rival) for room, names in theories().items() for rival in names[1:]]


@pytest.fixture(scope="module", autouse=True)
def once(made_once: Callable[..., Any]) -> Iterator[None]:
    """Make each seed's past once for all workers."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(mechanism_table, "made", made_once)
        yield


def test_every_mechanism_is_in_the_table() -> None:
    assert set(SHOWN_IN) == set(mechanisms())
    assert set(SHOWN_IN.values()) <= set(WINDOWS)
    assert len(SEEDS) >= 3


@pytest.mark.parametrize("name", list(mechanisms()))
def test_names_an_indicator(name: str) -> None:
    indicator(mechanisms()[name].indicator)


@pytest.mark.parametrize("name", list(mechanisms()))
def test_switched_off_it_moves_its_indicator(name: str) -> None:
    mechanism = mechanisms()[name]
    effect = effect_of(mechanism)
    assert effect.agrees(mechanism.direction), (
        f"{name} off: {mechanism.indicator} should go {mechanism.direction} in '{SHOWN_IN[name]}', measured "
        f"{100 * effect.mean:+.3f} % with a standard error of {100 * effect.standard_error:.3f} %"
    )


@pytest.mark.parametrize(("room", "rival"), RIVALS)
def test_rival_theories_differ(room: str, rival: str) -> None:
    (mechanism,) = [found for found in mechanisms().values() if found.room == room and found.theories]
    changes = paired_changes(mechanism.indicator, RIVALS_SHOWN_IN[room], theories=((room, rival),))
    effects = [effect_in(member) for member in changes.T]
    # money that buys all that is offered sets what gatherers get; theories then differ in the prices of single goods
    assert any(abs(effect.mean) > 3.0 * effect.standard_error for effect in effects)
