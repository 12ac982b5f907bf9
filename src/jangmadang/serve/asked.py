"""From a question to scenarios, their files, and the folder and the command that answer it."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from jangmadang.command_settings import FEWEST_WEEKS_AFTER, settings_in_file
from jangmadang.engine.ensemble import model_version
from jangmadang.errors import InputError, NotWrittenError, nearest_name
from jangmadang.files import write_whole
from jangmadang.report.assumptions import target_in_words
from jangmadang.scenario import Scenario, load, shipped_scenarios
from jangmadang.scenario.reading import STANDARD, end_after, overlaid
from jangmadang.scenario.shocks import shocks
from jangmadang.serve.address import Dated, Question, Wanted, query_of

#: Letters of the scenarios in file names; the base has none.
LETTERS = ("", "a", "b", "c")
FOLDER = "what-if"
#: Files of an answer that the page reads.
ANSWER, WEEKLY = "answer.json", "weekly.csv"


@dataclass(frozen=True)
class Asked:
    """A question with what answers it.

    Attributes
    ----------
    question : as its address has it.
    results : folder of all results.
    """

    question: Question
    results: Path

    @cached_property
    def query(self) -> str:
        """Of the address."""
        return query_of(self.question)

    @cached_property
    def key(self) -> str:
        """Hash of the question and of the model that answers it."""
        return hashlib.sha256(f"{self.query}\n{model_version()}".encode()).hexdigest()[:16]

    @property
    def folder(self) -> Path:
        """Where the answer is kept."""
        return self.results / f"{FOLDER}-{self.key}"

    @property
    def is_answered(self) -> bool:
        """Whether it is there."""
        return (self.folder / ANSWER).is_file()

    @property
    def address(self) -> str:
        """Of the page that asks it."""
        return f"/{FOLDER}?{self.query}"

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios, checked.

        Raises
        ------
        InputError
            If one cannot be run.
        """
        return scenarios_of(self.question)

    def document(self, number: int) -> str:
        """A scenario as a YAML file."""
        wanted = self.question.scenarios[number]
        title = "".join(char if char.isprintable() else " " for char in title_of(wanted))
        words = f"# {title}. Run it with: jangmadang run FILE.yaml\n"
        text = yaml.safe_dump(_as_file(wanted, number), sort_keys=False, allow_unicode=True, width=110)
        return words + text

    def command(self) -> list[str]:
        """Arguments of the command that answers it, from the files that `write_files` writes."""
        runs = ["--runs", str(self.question.runs), "--draws" if self.question.draws else "--no-draws"]
        files = [str(path) for path in self._files()]
        return ["compare", *files, *runs, "--xlsx", "--out", str(self.folder)]

    def write_files(self) -> None:
        """Write the scenarios for the command.

        Raises
        ------
        NotWrittenError
            If that fails.
        """
        for number, path in enumerate(self._files()):
            content = self.document(number).encode()
            try:
                write_whole(path, lambda file, content=content: file.write(content))  # type: ignore[misc]
            except OSError as error:
                raise NotWrittenError(
                    f"{path} cannot be written: {error.strerror or error}; make room for it"
                ) from None

    def _files(self) -> list[Path]:
        folder = self.results / FOLDER / self.key
        return [folder / f"{name_of(wanted, i)}.yaml" for i, wanted in enumerate(self.question.scenarios)]


@lru_cache(maxsize=32)
def scenarios_of(question: Question) -> tuple[Scenario, ...]:
    """The scenarios of a question, checked as those of files are."""
    return tuple(_scenario_of(wanted, number) for number, wanted in enumerate(question.scenarios))


def _scenario_of(wanted: Wanted, number: int) -> Scenario:
    if wanted.extends not in shipped_scenarios():  # a name of the list is no path to elsewhere
        raise InputError(f"no scenario named '{wanted.extends}'; {nearest_name(wanted.extends, shipped_scenarios())}")
    said = {key: value for key, value in _as_file(wanted, number).items() if key != "extends"}
    return overlaid(load(wanted.extends), said, f"Scenario {LETTERS[number].upper()}" if number else "The base")


def name_of(wanted: Wanted, number: int) -> str:
    """What a scenario is called in files: the shipped one's name, with a letter where it is changed or not the base."""
    return f"{wanted.extends}-{LETTERS[number]}" if number else wanted.extends


def title_of(wanted: Wanted) -> str:
    """What a scenario is called: its own title, or what it changes of the shipped one."""
    if wanted.title:
        return wanted.title
    shipped = shipped_title(wanted.extends)
    parts = [words_of(one) for one in wanted.dated] + [f"{one.name} {one.value}" for one in wanted.settings]
    if not parts:
        return shipped
    more = f" and {len(parts) - 2} more" if len(parts) > 2 else ""
    own = f"{'; '.join(parts[:2])}{more}"
    return own if wanted.extends == STANDARD else f"{shipped}; {own}"


@lru_cache(maxsize=32)
def shipped_title(name: str) -> str:
    """Title of a shipped scenario; the name where there is none such."""
    return load(name).title or name if name in shipped_scenarios() else name


@lru_cache(maxsize=32)
def shipped_end(name: str) -> datetime.date:
    """The end of a shipped scenario; of the standard one where there is none such."""
    return load(name if name in shipped_scenarios() else STANDARD).end


def words_of(one: Dated) -> str:
    """A dated change in few words."""
    if not one.how:
        known = shocks().get(one.what)
        words = known.title if known else one.what
    else:
        verb = {"set": "", "multiply": "times ", "add": "plus "}[one.how]
        words = f"{_spoken(one.what)} {verb}{one.value:g}"
    return f"{words}, {one.first} to {one.last}" if one.last else f"{words}, from {one.first}"


def _spoken(target: str) -> str:
    """A target in words; as it is where it names nothing."""
    try:
        return target_in_words(target)
    except (InputError, LookupError):
        return target


def needed_end(wanted: Wanted) -> datetime.date | None:
    """The end that shows what a scenario's changes do: its own, or later where they would outlast it."""
    end = wanted.end or shipped_end(wanted.extends)
    latest = max((one.last or one.first for one in wanted.dated), default=end)
    if latest + datetime.timedelta(weeks=FEWEST_WEEKS_AFTER) <= end or not wanted.dated:
        return wanted.end
    return max(end, end_after(latest))


def _as_file(wanted: Wanted, number: int) -> dict[str, Any]:
    """A scenario as its file says it."""
    settings = settings_in_file([f"{one.name}={one.value}" for one in wanted.settings])
    changes = [_change(one) for one in wanted.dated]
    switches = settings.pop("switches", {})
    return {
        "name": name_of(wanted, number),
        "title": title_of(wanted),
        "extends": wanted.extends,
        **({"end": str(wanted.end)} if wanted.end else {}),
        **({"changes": changes} if changes else {}),
        **settings,
        **({"switches": switches} if switches else {}),
    }


def _change(one: Dated) -> dict[str, Any]:
    dates = {"from": str(one.first), **({"until": str(one.last)} if one.last else {})}
    if not one.how:
        return {"shock": one.what, **dates}
    ramp = {"over_weeks": one.weeks} if one.weeks > 1 else {}
    return {"path": one.what, **dates, one.how: one.value, **ramp}
