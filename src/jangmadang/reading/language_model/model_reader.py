"""The language model as a reader of reports: asks, keeps answers, checks them, and tells what became of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from jangmadang.reading.grammar.findings import Finding
from jangmadang.reading.language_model.answers import KeptAnswers
from jangmadang.reading.language_model.beside import DIFFER, lay_beside, without_repeats
from jangmadang.reading.language_model.checking import NotInReport, checked
from jangmadang.reading.language_model.endpoint import SEED, TEMPERATURE, Budget, Chat, Endpoint, NoAnswer
from jangmadang.reading.language_model.prompt import messages_for, prompt_hash, stretches_of
from jangmadang.reading.language_model.statements import answer_schema, statements_in
from jangmadang.reading.mentions.mentions import Report
from jangmadang.reading.mentions.tables import Tables
from jangmadang.reading.records.records import ModelRun


@dataclass
class Told:
    """What a model said of all reports so far, and what became of it."""

    statements: int = 0
    agreeing: int = 0
    alone: int = 0
    differing: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    unanswered: list[str] = field(default_factory=list)
    from_kept: int = 0


class LanguageModelReader:
    """Reads a report by asking a model; everything it returns is borne out by words of the report.

    Parameters
    ----------
    endpoint : where to ask.
    answers : where answers are kept.
    budget : what may be sent.
    """

    def __init__(self, endpoint: Endpoint, answers: KeptAnswers, budget: Budget | None = None) -> None:
        self.endpoint, self.answers = endpoint, answers
        self.budget = budget or Budget()
        self.told = Told()
        self._chat = Chat(endpoint, self.budget)

    def run_of(self, tables: Tables) -> ModelRun:
        """What made its answers, to be kept with the records."""
        return ModelRun(model=self.endpoint.model, prompt=prompt_hash(tables), temperature=TEMPERATURE, seed=SEED)

    def beside(self, report: Report, findings: list[Finding]) -> list[Finding]:
        """Note on the findings of the rules what the model finds too, and return what it finds otherwise or alone."""
        found = self.read(report)
        kept = lay_beside(findings, found)
        differing = sum(DIFFER in finding.flags for finding in kept)
        self.told.agreeing += len(found) - len(kept)
        self.told.differing += differing
        self.told.alone += len(kept) - differing
        return kept

    def read(self, report: Report) -> list[Finding]:
        """Return what a model finds in a report and the report bears out; `told` counts the rest."""
        findings = []
        for stretch in stretches_of(report):
            try:
                statements, malformed = statements_in(self._answer(report, stretch))
            except NoAnswer as error:
                self.told.unanswered.append(f"{report.name} at {stretch[0]}: {error}")
                continue
            self.told.statements += len(statements) + malformed
            self.told.dropped.update(["a statement of another form"] * malformed)
            for statement in statements:
                try:
                    findings.append(checked(report, stretch, statement))
                except NotInReport as error:
                    self.told.dropped[str(error)] += 1
        once = without_repeats(findings)
        self.told.dropped.update(["said before"] * (len(findings) - len(once)))
        return once

    def _answer(self, report: Report, stretch: tuple[int, int]) -> str:
        """The model's answer on a stretch: one kept if there is one, else a new one, kept if it can be read."""
        messages = messages_for(report.text[slice(*stretch)], report.tables)
        asked = self.endpoint.model, prompt_hash(report.tables), messages
        kept = self.answers.get(*asked)
        if kept is not None:
            self.told.from_kept += 1
            return kept
        answer = self._chat.ask(messages, answer_schema())
        statements_in(answer)
        self.answers.keep(*asked, answer)
        return answer
