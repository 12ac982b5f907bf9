"""From a question to scenarios, their files, and the folder and the command that answer it."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from jangmadang.engine.ensemble import model_version
from jangmadang.errors import InputError, NotWrittenError, nearest_name
from jangmadang.files import write_whole
from jangmadang.report.assumptions import target_in_words
from jangmadang.scenario import Scenario, load, shipped_scenarios
from jangmadang.scenario.posterior import SHIPPED
from jangmadang.scenario.reading import STANDARD, end_after, overlaid
from jangmadang.scenario.shocks import shocks
from jangmadang.serve.address import query_of
from jangmadang.serve.jobs.table import ANSWER, first_look_of
from jangmadang.serve.question import HOME, REGIMES, Dated, Question, Wanted
from jangmadang.typed_settings import FEWEST_WEEKS_AFTER, settings_in_file

#: Letters of the scenarios in file names; the base has none.
LETTERS = ("", "a", "b", "c")
FOLDER = "what-if"


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
    def unfinished(self) -> Path:
        """Where the pairs of runs lie that have finished, as `jangmadang compare` keeps them."""
        return self.folder.with_name(f"{self.folder.name}.unfinished")

    @property
    def first_look(self) -> Path:
        """Where the first look at the answer is kept."""
        return first_look_of(self.folder)

    @property
    def shown(self) -> Path | None:
        """The folder of what there is to show: of the answer, else of the first look at it."""
        return next((one for one in (self.folder, self.first_look) if (one / ANSWER).is_file()), None)

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
        question = self.question
        draws = ["--posterior", SHIPPED] if question.posterior else ["--draws" if question.draws else "--no-draws"]
        files, runs = [str(path) for path in self.files], ["--runs", str(question.runs)]
        place = ["--place", question.place] if question.place != HOME else []
        return ["compare", *files, *runs, *draws, *place, "--xlsx", "--out", str(self.folder)]

    def write_files(self) -> None:
        """Write the scenarios for the command.

        Raises
        ------
        NotWrittenError
            If that fails.
        """
        for number, path in enumerate(self.files):
            content = self.document(number).encode()
            try:
                write_whole(path, lambda file, content=content: file.write(content))  # type: ignore[misc]
            except OSError as error:
                raise NotWrittenError(
                    f"{path} cannot be written: {error.strerror or error}; make room for it"
                ) from None

    @property
    def files(self) -> list[Path]:
        """The scenarios' files."""
        folder = self.results / FOLDER / self.key
        return [folder / f"{name_of(wanted, i)}.yaml" for i, wanted in enumerate(self.question.scenarios)]


def scenarios_of(question: Question) -> tuple[Scenario, ...]:
    """The scenarios of a question, checked as those of files are."""
    return tuple(_scenario_of(wanted, number) for number, wanted in enumerate(question.scenarios))


@lru_cache(maxsize=128)  # the next question keeps most, and what they have told of themselves
def _scenario_of(wanted: Wanted, number: int) -> Scenario:
    if wanted.extends not in shipped_scenarios():  # a name of the list is no path to elsewhere
        raise InputError(f"no scenario named '{wanted.extends}'; {nearest_name(wanted.extends, shipped_scenarios())}")
    said = {key: value for key, value in _as_file(wanted, number).items() if key != "extends"} | {"question": ""}
    return overlaid(load(wanted.extends), said, f"Scenario {LETTERS[number].upper()}" if number else "The base")


def name_of(wanted: Wanted, number: int) -> str:
    """What a scenario is called in files: the shipped one's name, with a letter where it is changed or not the base."""
    return f"{wanted.extends}-{LETTERS[number]}" if number else wanted.extends


def title_of(wanted: Wanted) -> str:
    """What a scenario is called: its own title, or what it changes of the shipped one."""
    if wanted.title:
        return wanted.title
    shipped = shipped_title(wanted.extends)
    parts = changes_of(wanted)
    if not parts:
        return shipped
    more = f" and {len(parts) - 2} more" if len(parts) > 2 else ""
    own = f"{'; '.join(parts[:2])}{more}"
    return own if wanted.extends == STANDARD else f"{shipped}; {own}"


def changes_of(wanted: Wanted) -> list[str]:
    """What is changed of the shipped scenario, each in few words."""
    said = [words_of(one) for one in wanted.dated] + [f"{one.name} {one.value}" for one in wanted.settings]
    said += [f"{_spoken(one.what)}, week by week from {one.values[0][0]}" for one in wanted.weekly]
    said += [f"from {wanted.start} on"] if wanted.start else []
    regime = f"the rate floats from {wanted.floats}" if wanted.floats else f"the rate {REGIMES[wanted.regime]}"
    return said + ([regime] if wanted.regime else [])


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
    series = {one.what: {str(monday): value for monday, value in one.values} for one in wanted.weekly}
    return {
        "name": name_of(wanted, number),
        "title": title_of(wanted),
        "extends": wanted.extends,
        **({"start": str(wanted.start)} if wanted.start else {}),
        **({"end": str(wanted.end)} if wanted.end else {}),
        **({"exchange_rate": _rate(wanted)} if wanted.regime else {}),
        **({"series": series} if series else {}),
        **({"changes": changes} if changes else {}),
        **settings,
        **({"switches": switches} if switches else {}),
    }


def _rate(wanted: Wanted) -> dict[str, str]:
    mode = "endogenous" if wanted.regime == "endogenous" else "reported"
    return {"mode": mode, "endogenous_from": str(wanted.floats or "after_last_report")}


def _change(one: Dated) -> dict[str, Any]:
    dates = {"from": str(one.first), **({"until": str(one.last)} if one.last else {})}
    if not one.how:
        return {"shock": one.what, **dates}
    ramp = {"over_weeks": one.weeks} if one.weeks > 1 else {}
    return {"path": one.what, **dates, one.how: one.value, **ramp}
