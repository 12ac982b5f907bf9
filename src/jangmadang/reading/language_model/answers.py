"""Answers of language models kept in a folder, so that the same words are sent to the same model once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jangmadang.errors import InputError
from jangmadang.files import write_whole
from jangmadang.reading.language_model.endpoint import SEED, TEMPERATURE, Message

ANSWERS = "answers"


@dataclass(frozen=True)
class KeptAnswers:
    """A folder of answers, each in a file named by a hash of the model, the prompt and the words sent."""

    folder: Path

    def get(self, model: str, prompt: str, messages: Sequence[Message]) -> str | None:
        """The answer that a model gave to these messages; None if it is not kept, or what is kept is broken."""
        path = self._path(model, prompt, messages)
        try:
            answer = json.loads(path.read_text("utf-8"))["answer"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return answer if isinstance(answer, str) else None

    def keep(self, model: str, prompt: str, messages: Sequence[Message], answer: str) -> None:
        """Keep an answer, with what made it."""
        path = self._path(model, prompt, messages)
        kept = {"model": model, "prompt": prompt, "temperature": TEMPERATURE, "seed": SEED, "answer": answer}
        try:
            write_whole(path, lambda file: file.write(json.dumps(kept, indent=1).encode()))
        except OSError as error:
            raise InputError(f"{path}: cannot be written ({error.strerror or error}); give another --out") from None

    def _path(self, model: str, prompt: str, messages: Sequence[Message]) -> Path:
        asked = json.dumps([model, prompt, TEMPERATURE, SEED, list(messages)])
        return self.folder / f"{hashlib.sha256(asked.encode()).hexdigest()[:24]}.json"
