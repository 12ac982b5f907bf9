"""What a clause states, what is carried, and what nobody says: told apart wherever a record is shown."""

from __future__ import annotations

import pytest

from jangmadang.reading.reader import read_text
from jangmadang.reading.records.records import EventRecord, FlowRecord
from jangmadang.reading.records.wording import field_in_words, row_of

CUSTOMS = "Customs trade is slow in Hyesan. "


def flows(text: str) -> list[FlowRecord]:
    return [record for record in read_text(text).records if isinstance(record, FlowRecord)]


def test_a_channel_of_an_earlier_sentence_is_carried_and_cited_by_its_words() -> None:
    (flow,) = flows(CUSTOMS + "Traders are bringing in sugar from China.")
    assert flow.channel and (flow.channel.value, flow.channel.text, flow.channel.basis) == (
        "customs",
        "Customs",
        "carried",
    )
    assert not [words for words in flow.evidence if words.role == "channel"]
    assert flow.status and (flow.status.value, flow.status.basis) == ("ongoing", "stated")
    kind, what, value, place, *_ = row_of(flow)
    assert (kind, what, value) == ("flow", "import sugar", "customs (carried), ongoing")
    assert place == "KP.ryanggang.hyesan (carried)"


def test_a_stated_channel_is_evidence() -> None:
    (flow,) = flows("Private smugglers brought in sugar from China.")
    assert [words.exact for words in flow.evidence if words.role == "channel"] == ["Private smugglers"]


def test_what_nobody_says_is_not_stated() -> None:
    (flow,) = flows("North Korea imports sugar from China.")
    assert (flow.channel, flow.status) == (None, None) and field_in_words(flow, "channel") == "not stated"
    (event,) = [r for r in read_text("The closure of the border ruined stalls.").records if isinstance(r, EventRecord)]
    assert (event.status, event.place) == (None, None)


def test_a_mention_that_states_more_fills_the_same_record() -> None:
    plain, more = (
        flows(f"Traders are bringing in sugar from China. {rest}")
        for rest in ("It is cheap.", "Sugar is being imported through customs, too.")
    )
    assert len(plain) == len(more) == 1
    assert (plain[0].channel, more[0].channel and more[0].channel.value) == (None, "customs")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sugar is imported through customs.", "Private smugglers bring in sugar from China."),
        ("Traders bring in sugar from China in Hyesan.", "Traders bring in sugar from China in Musan."),
        ("Traders keep importing sugar.", "Imports of sugar have been halted."),
    ],
)
def test_mentions_that_state_different_things_are_two_flows(one: str, other: str) -> None:
    assert len(flows(f"{one} {other}")) == 2
