"""The options of a command that may ask a language model, in one place."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jangmadang.reading.language_model.answers import ANSWERS, KeptAnswers
from jangmadang.reading.language_model.endpoint import Budget, Endpoint

if TYPE_CHECKING:
    from jangmadang.reading.language_model.model_reader import LanguageModelReader

NAME = "llm"
KEY = "JANGMADANG_LLM_KEY"


@dataclass(frozen=True)
class ModelOptions:
    """What was said of a language model; nothing is sent but by a reader that is made of it."""

    endpoint: str
    model: str
    most_calls: int
    most_characters: int

    def where(self) -> Endpoint:
        """The endpoint, its key from the environment."""
        return Endpoint(self.endpoint, self.model, os.environ.get(KEY, ""))

    def budget(self) -> Budget:
        """What may be sent at most."""
        return Budget(self.most_calls, self.most_characters)

    def reader(self, folder: Path) -> LanguageModelReader:
        """A reader that asks there and keeps the answers in a folder of readings."""
        from jangmadang.reading.language_model.model_reader import LanguageModelReader

        return LanguageModelReader(self.where(), kept_in(folder), self.budget())


def kept_in(folder: Path) -> KeptAnswers:
    """The answers kept in a folder of readings."""
    return KeptAnswers(folder / ANSWERS)


def model_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a language model, as its argument `llm`."""

    @click.option(
        "--llm-endpoint",
        default="",
        envvar="JANGMADANG_LLM_ENDPOINT",
        metavar="URL",
        help="Where --second-reader llm asks, such as http://localhost:8080/v1; also JANGMADANG_LLM_ENDPOINT. The key, "
        f"if it needs one, is read from {KEY}.",
    )
    @click.option(
        "--llm-model",
        default="",
        envvar="JANGMADANG_LLM_MODEL",
        metavar="NAME",
        help="The model it asks; also JANGMADANG_LLM_MODEL.",
    )
    @click.option(
        "--llm-calls",
        type=click.IntRange(0),
        default=Budget.most_calls,
        show_default=True,
        metavar="N",
        help="Ask it at most so often, tries counted.",
    )
    @click.option(
        "--llm-characters",
        type=click.IntRange(0),
        default=Budget.most_characters,
        show_default=True,
        metavar="N",
        help="Send it at most so many characters, instructions counted.",
    )
    @wraps(command)
    def with_model(
        *given: Any, llm_endpoint: str, llm_model: str, llm_calls: int, llm_characters: int, **named: Any
    ) -> Any:
        return command(*given, llm=ModelOptions(llm_endpoint, llm_model, llm_calls, llm_characters), **named)

    return with_model
