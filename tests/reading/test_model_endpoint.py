"""A line to a language model: what is sent, to whom, how often, and what each fault of a server comes to."""

from __future__ import annotations

import socket

import pytest

from jangmadang.errors import InputError
from jangmadang.reading.language_model.endpoint import Budget, Chat, Endpoint, NoAnswer
from tests.reading.scripted_model import Reply, Script, says, scripted

MESSAGES = [{"role": "system", "content": "Read."}, {"role": "user", "content": "Rice rose."}]
SCHEMA = {"type": "object"}


def chat(script: Script, budget: Budget | None = None, **fields: object) -> Chat:
    return Chat(Endpoint(script.url, "small", **fields), budget or Budget())  # type: ignore[arg-type]


def test_asks_with_temperature_nought_a_seed_and_the_schema() -> None:
    with scripted(says("{}")) as script:
        assert chat(script).ask(MESSAGES, SCHEMA) == "{}"
    (asked,) = script.asked
    assert (asked["model"], asked["temperature"], asked["messages"]) == ("small", 0.0, MESSAGES)
    assert isinstance(asked["seed"], int)
    assert asked["response_format"]["json_schema"]["schema"] == SCHEMA


def test_nothing_else_is_sent_not_even_what_the_environment_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "of-another-service")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "x-team: of-another-service")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with scripted(says("{}")) as script:
        chat(script).ask(MESSAGES, SCHEMA)
        chat(script, key="mine").ask(MESSAGES, SCHEMA)
    assert not any("of-another-service" in value for headers in script.headers for value in headers.values())
    assert not any(name.startswith(("x-", "openai")) for headers in script.headers for name in headers)
    assert [headers.get("authorization") for headers in script.headers] == [None, "Bearer mine"]


def test_a_redirect_is_not_followed() -> None:
    with scripted(says("{}")) as other:
        with scripted(Reply("", 307, {"location": f"{other.url}/chat/completions"})) as script:
            with pytest.raises(InputError, match="answers 307"):
                chat(script).ask(MESSAGES, SCHEMA)
        assert not other.asked


def test_a_busy_server_is_asked_again() -> None:
    busy = Reply('{"error": {"message": "slow down"}}', 429, {"retry-after-ms": "1"})
    budget = Budget()
    with scripted(busy, says("{}")) as script:
        assert chat(script, budget).ask(MESSAGES, SCHEMA) == "{}"
    assert len(script.asked) == budget.calls == 2
    assert budget.characters == 2 * sum(len(message["content"]) for message in MESSAGES)
    with scripted(busy) as script, pytest.raises(NoAnswer, match="429: .*slow down"):
        chat(script).ask(MESSAGES, SCHEMA)
    assert len(script.asked) == 3


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (says("{", finish="length"), "cut off"),
        (says("", refusal="I will not"), "refused"),
        (says(""), "empty"),
        (Reply('{"choices": []}'), "empty"),
        (Reply('{"choices": [{"mess'), "no JSON"),
        (Reply("oops", 500, {"retry-after-ms": "1"}), "broken"),
    ],
)
def test_faults_of_an_answer_leave_the_others_standing(reply: Reply, why: str) -> None:
    with scripted(reply) as script, pytest.raises(NoAnswer, match=why):
        chat(script).ask(MESSAGES, SCHEMA)


def test_a_silent_server_is_left_after_a_time() -> None:
    with scripted(Reply(wait_seconds=0.3)) as script, pytest.raises(NoAnswer, match="no answer within"):
        chat(script, Budget(most_calls=1), timeout_seconds=0.05).ask(MESSAGES, SCHEMA)
    assert len(script.asked) == 1


def test_what_can_never_answer_stops_at_once() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    budget = Budget(most_calls=1)
    with pytest.raises(InputError, match="cannot be reached"):
        Chat(Endpoint(f"http://127.0.0.1:{port}/v1", "small"), budget).ask(MESSAGES, SCHEMA)
    for status in (401, 404):
        with scripted(Reply('{"error": {"message": "no"}}', status)) as script:
            with pytest.raises(InputError, match=f"answers {status}"):
                chat(script).ask(MESSAGES, SCHEMA)
        assert len(script.asked) == 1


@pytest.mark.parametrize(("status", "tries"), [(422, 1), (400, 1), (500, 3)])
def test_a_server_that_knows_no_named_schema_is_given_it_plainly(status: int, tries: int) -> None:
    unknown = Reply('{"error": {"message": "response_format.type"}}', status, {"retry-after-ms": "1"})
    with scripted(*[unknown] * tries, says("{}")) as script:
        line = chat(script)
        assert [line.ask(MESSAGES, SCHEMA), line.ask(MESSAGES, SCHEMA)] == ["{}", "{}"]
    forms = [asked["response_format"]["type"] for asked in script.asked]
    assert forms == ["json_schema"] * tries + ["json_object", "json_object"]


def test_the_budget_is_kept_to_retries_and_all() -> None:
    busy = Reply("", 503, {"retry-after-ms": "1"})
    with scripted(busy) as script:
        line = chat(script, Budget(most_calls=2))
        for _ in range(3):
            with pytest.raises(NoAnswer):
                line.ask(MESSAGES, SCHEMA)
    assert len(script.asked) == 2
    with scripted(says("{}")) as script, pytest.raises(NoAnswer, match="budget"):
        chat(script, Budget(most_characters=10)).ask(MESSAGES, SCHEMA)
    assert not script.asked


@pytest.mark.parametrize("url", ["", "localhost:8080", "ftp://x/v1", "http://me:secret@x/v1"])
def test_an_endpoint_is_an_address_without_a_password(url: str) -> None:
    with pytest.raises(InputError, match="--llm-endpoint") as told:
        Endpoint(url, "small")
    assert "secret" not in str(told.value)


def test_it_is_told_whether_words_leave_the_machine() -> None:
    local = ("http://localhost:1/v1", "http://127.0.0.2/v1", "http://[::1]:8080/v1")
    away = ("https://example.org/v1", "http://localhost.example.org/v1", "http://10.0.0.1/v1")
    assert [Endpoint(url, "m").is_local for url in (*local, *away)] == [True] * 3 + [False] * 3
    assert "mine" not in repr(Endpoint(local[0], "m", key="mine"))
