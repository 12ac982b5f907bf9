"""Asking a language model over the OpenAI chat protocol: what is sent, where to, how often, and what may go wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jangmadang.errors import InputError

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI

HOW_TO_INSTALL = "pip install 'jangmadang[llm]'"
TEMPERATURE, SEED = 0.0, 0
TIMEOUT_SECONDS = 300.0
RETRIES = 2  # of a busy or silent server, after a wait that it may name
LONGEST_ANSWER_TOKENS = 4_000
#: All that leaves besides the messages: no name of this machine, nor keys or names of other services.
_SENT_HEADERS = frozenset("accept authorization connection content-length content-type host user-agent".split())

Message = dict[str, str]


class NoAnswer(Exception):
    """Why a model gave nothing that can be used for one stretch of text; others may still be answered."""


@dataclass(frozen=True)
class Endpoint:
    """Where a language model is asked, and which one; `key` is sent to it and kept nowhere."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout_seconds: float = TIMEOUT_SECONDS

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(
                f"--llm-endpoint {self.url or '(none)'}: is no address; write it as http://localhost:8080/v1"
            )
        if parts.username or parts.password:
            raise InputError("--llm-endpoint: holds a password; give the key in JANGMADANG_LLM_KEY instead")
        if not self.model:
            raise InputError("--llm-model: which model? name one that the endpoint serves")

    @property
    def is_local(self) -> bool:
        """Whether the endpoint is this machine, so that nothing leaves it."""
        host = urlsplit(self.url).hostname or ""
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def in_words(self) -> str:
        """The endpoint as a user reads it."""
        return f"{self.model} at {self.url} ({'this machine' if self.is_local else 'ANOTHER MACHINE'})"


@dataclass
class Budget:
    """How much may be sent at most, and what has been: calls with every retry, characters with the instructions."""

    most_calls: int = 100
    most_characters: int = 2_000_000
    calls: int = 0
    characters: int = 0

    def room_for(self, characters: int) -> int:
        """How many calls of that length are left."""
        by_length = (self.most_characters - self.characters) // max(characters, 1)
        return max(min(self.most_calls - self.calls, by_length), 0)


class Chat:
    """A line to a language model: the same question brings the same answer as far as the server can keep that.

    Parameters
    ----------
    endpoint : where to ask.
    budget : what may be sent; every try counts.
    """

    def __init__(self, endpoint: Endpoint, budget: Budget) -> None:
        self.endpoint, self.budget = endpoint, budget
        self._characters = 0
        self._client = _client(endpoint, self._count)
        self._knows_schemas = True

    def ask(self, messages: Sequence[Message], schema: dict[str, Any]) -> str:
        """Return the words of the model's answer to some messages.

        Parameters
        ----------
        messages : what to say to it.
        schema : the JSON schema its answer is to have.

        Raises
        ------
        NoAnswer
            If it is too slow or too busy, refuses, does not finish, or the budget is spent.
        InputError
            If it can never answer: no server there, key or name of the model refused.
        """
        from openai import APIConnectionError, APIStatusError, APITimeoutError

        self._characters = sum(len(message["content"]) for message in messages)
        room = self.budget.room_for(self._characters)
        if not room:
            raise NoAnswer("the budget is spent")
        try:
            answer = self._create(messages, schema, min(RETRIES, room - 1))
        except APITimeoutError:
            raise NoAnswer(f"no answer within {self.endpoint.timeout_seconds:g} seconds") from None
        except APIConnectionError as error:
            why = error.__cause__ or error
            raise InputError(f"{self.endpoint.in_words()}: cannot be reached ({why}); is the server running?") from None
        except APIStatusError as error:
            raise self._refusal(error) from None
        except ValueError as error:  # the envelope itself is broken
            raise NoAnswer(f"its reply is no JSON ({error})") from None
        return _words_of(answer)

    def _create(self, messages: Sequence[Message], schema: dict[str, Any], retries: int) -> Any:
        """One question; servers that know no named schema are asked in the words of llama.cpp."""
        from openai import APIStatusError

        named = {"type": "json_schema", "json_schema": {"name": "statements", "schema": schema, "strict": True}}
        plain = {"type": "json_object", "schema": schema}
        client: Any = self._client.with_options(max_retries=retries)  # the forms are data here
        said = {
            "model": self.endpoint.model, "messages": list(messages), "temperature": TEMPERATURE, "seed": SEED,
            "max_tokens": LONGEST_ANSWER_TOKENS,
        }  # fmt: skip
        if self._knows_schemas:
            try:
                return client.chat.completions.create(**said, response_format=named)
            except APIStatusError as error:
                is_of_form = error.status_code in (400, 422) or "response_format" in str(error)
                if not is_of_form or not self.budget.room_for(self._characters):
                    raise
                self._knows_schemas = False
        return client.chat.completions.create(**said, response_format=plain)

    def _count(self, request: Any) -> None:
        """Count a request on its way, and send nothing with it but what it needs."""
        self.budget.calls += 1
        self.budget.characters += self._characters
        for name in [name for name in request.headers if name.lower() not in _SENT_HEADERS]:
            del request.headers[name]
        if self.endpoint.key:
            request.headers["authorization"] = f"Bearer {self.endpoint.key}"
        elif "authorization" in request.headers:
            del request.headers["authorization"]

    def _refusal(self, error: APIStatusError) -> Exception:
        """What a server's status means: it is busy, or will never answer."""
        said = " ".join(str(error.message).split())[:200]
        if error.status_code == 429 or error.status_code >= 500 or error.status_code == 408:
            return NoAnswer(f"the server is busy or broken ({error.status_code}: {said})")
        remedy = "check the key in JANGMADANG_LLM_KEY" if error.status_code in (401, 403) else (
            "check --llm-endpoint and --llm-model")  # fmt: skip
        return InputError(f"{self.endpoint.in_words()}: answers {error.status_code} ({said}); {remedy}")


def _client(endpoint: Endpoint, count: Any) -> OpenAI:
    """A client that goes nowhere but to the endpoint: no redirects, and no proxy on the way to this machine."""
    try:
        from openai import DefaultHttpxClient, OpenAI
    except ImportError:
        raise InputError(f"a language model as second reader needs the openai client; {HOW_TO_INSTALL}") from None
    line = DefaultHttpxClient(
        follow_redirects=False, trust_env=not endpoint.is_local, event_hooks={"request": [count]}
    )  # fmt: skip
    return OpenAI(
        base_url=endpoint.url, api_key=endpoint.key or "none", admin_api_key="", organization="", project="",
        timeout=endpoint.timeout_seconds, http_client=line,
    )  # fmt: skip


def _words_of(answer: Any) -> str:
    """The words of an answer, if it is whole and no refusal."""
    choice = answer.choices[0] if getattr(answer, "choices", None) else None
    if choice is None or choice.message is None:
        raise NoAnswer("an empty answer")
    if getattr(choice.message, "refusal", None):
        raise NoAnswer(f"refused ({' '.join(str(choice.message.refusal).split())[:80]})")
    if choice.finish_reason not in ("stop", None):
        raise NoAnswer(f"an answer that was cut off ({choice.finish_reason})")
    if not choice.message.content:
        raise NoAnswer("an empty answer")
    return str(choice.message.content)
