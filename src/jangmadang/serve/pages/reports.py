"""Reports: read into records with their words marked, accepted, edited or rejected, and taken into the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import Literal

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from jangmadang.errors import InputError
from jangmadang.reading.grammar.dependency_reader import asked_second_reader
from jangmadang.reading.grammar.merging import SecondReader
from jangmadang.reading.keeping import read_into
from jangmadang.reading.mentions.tables import load_tables
from jangmadang.reading.records.adding import add_to_table, looked_at
from jangmadang.reading.records.review import decide, teach
from jangmadang.reading.text.documents import Document
from jangmadang.serve.charts import Link
from jangmadang.serve.evidence_rows import HEADINGS, cells_of, left_out_rows
from jangmadang.serve.forms import in_words_of_forms, text_of, with_form
from jangmadang.serve.known import evidence_lock, stamp_of
from jangmadang.serve.record_fields import changes_of, fields_of
from jangmadang.serve.rendering import kept_answer, page, settings_of
from jangmadang.serve.report_forms import documents_of, named_apart
from jangmadang.serve.report_marks import pieces, shown_part
from jangmadang.serve.report_view import KEY_DIGITS, UNREVIEWED, Entry, Report, counted, reports_of, stamps_of
from jangmadang.serve.report_wording import address_of, evidence_of, line_of, row_of, said_of

SEE_OTHER = 303
END = "end"
_reading = Lock()


def show(request: Request) -> Response:
    """The page: what to read, and what was read before."""
    settings = settings_of(request)

    def make() -> Response:
        reports = reports_of(settings.readings)
        waiting, figures = counted(reports)
        return page(
            request,
            "pages/reports.html",
            reports=[line_of(report) for report in reports],
            waiting=waiting,
            figures=figures,
            first=next((report for report in reports if report.undecided), None),
            note=_second_reader()[1],
            folder=settings.readings,
        )

    return kept_answer(request, stamps_of(settings.readings), make)


def read(request: Request, form: FormData) -> Response:
    """Read what was sent or pasted, and go to it."""
    folder = settings_of(request).readings
    documents, wrong = documents_of(form)
    if not documents:
        raise InputError(" ".join(wrong) or "nothing was sent; choose a file or paste a text first")
    with _reading:
        kept = {report.name: report.key for report in reports_of(folder)}
        named = [named_apart(document, kept) for document in documents]
        readings = read_into(folder, named, _second_reader()[0])
    keys = [reading.text_sha256[:KEY_DIGITS] for reading in readings]
    if not wrong and len(keys) == 1:
        return _to(keys[0])
    rows = [
        [Link(one.report, f"/reports/report/{key}"), f"{len(one.records)}", f"{len(one.unread)}"]
        for one, key in zip(readings, keys, strict=True)
    ]
    return page(request, "pages/reports_read.html", rows=rows, wrong=wrong)


def report(request: Request) -> Response:
    """A report with its words marked, and one record or unread figure of it to decide on."""
    folder = settings_of(request).readings

    def make() -> Response:
        found = _report(request)
        entries = found.entries
        current = _current(found, entries, request.query_params.get("at", ""))
        at = entries.index(current) if current else len(entries)
        return page(
            request,
            "pages/report.html",
            report=found,
            address=f"/reports/report/{found.key}",
            text=pieces(found, entries, current),
            part=shown_part(len(found.text), current.start if current else 0),
            entry=current,
            number=at + 1,
            count=len(entries),
            before=address_of(found, entries[at - 1].key) if at else "",
            after=address_of(found, entries[at + 1].key if at + 1 < len(entries) else END) if current else "",
            says=said_of(found, current.record) if current and current.record else [],
            gives=evidence_of(found, current.record) if current and current.record else None,
            fields=fields_of(current.record) if current and current.record else [],
            items=sorted(load_tables().item_ids),
            places=sorted(load_tables().place_ids),
            rows=[row_of(found, entry) for entry in entries],
        )

    return kept_answer(request, stamps_of(folder), make)


def decide_on(request: Request, form: FormData) -> Response:
    """Note a decision on a record, and go on to the next that waits for one."""
    folder = settings_of(request).readings
    actions: dict[str, Literal["accept", "edit", "reject"]] = {"accept": "accept", "edit": "edit", "reject": "reject"}
    action = actions.get(text_of(form, "action"))
    if action is None:
        raise InputError("no decision was sent; accept, edit or reject the record")
    with _reading:
        found = _report(request)
        record = found.as_read.get(text_of(form, "record"))
        if record is None:
            raise InputError("this record is no longer there, for its report was read anew; go back to the report")
        changes = changes_of(record, lambda name: text_of(form, name)) if action == "edit" else {}
        decide(folder, record, "accept" if action == "edit" and not changes else action, **changes)
    return RedirectResponse(address_of(found, _next(found, record.id)), status_code=SEE_OTHER)


def teach_word(request: Request, form: FormData) -> Response:
    """Teach a word for a good or a place, and read the report again with it."""
    kind = text_of(form, "kind")
    if kind not in ("item", "place"):
        raise InputError("say whether the word is a good or a place")
    with _reading:
        found = _report(request)
        folder = settings_of(request).readings
        teach(folder, "item" if kind == "item" else "place", text_of(form, "words"), text_of(form, "stands_for"))
        read_into(folder, [Document(found.name, found.text, found.published)], _second_reader()[0])
    return _to(found.key)


def changes(request: Request) -> Response:
    """What the evidence would gain and lose; nothing is written."""
    settings = settings_of(request)

    def make() -> Response:
        if not reports_of(settings.readings):
            raise InputError("no report was read yet; read one first, on the page Reports")
        would = looked_at(settings.readings, settings.evidence)
        return page(
            request,
            "pages/report_changes.html",
            would=would,
            headings=HEADINGS,
            added=[cells_of(row) for row in would.added],
            changed=[cells_of(row) for row in would.changed],
            removed=[[*cells_of(row)[:-1], in_words_of_forms(why)] for row, why in would.removed],
            left_out=left_out_rows([(record.id, why) for record, why in would.left_out]),
            file=settings.evidence,
        )

    return kept_answer(request, (*stamps_of(settings.readings), stamp_of(settings.evidence)), make)


def take(request: Request, _: FormData) -> Response:
    """Take the accepted prices and rates into the evidence, as `jangmadang evidence add` does."""
    settings = settings_of(request)
    with evidence_lock:
        added = add_to_table(settings.readings, settings.evidence)
    counts = [(name, len(getattr(added, name))) for name in ("added", "changed", "unchanged", "removed")]
    left_out = left_out_rows([(record.id, why) for record, why in added.left_out])
    return page(request, "pages/evidence_taken.html", counts=counts, file=settings.evidence, left_out=left_out)


@cache
def _second_reader() -> tuple[SecondReader | None, str]:
    """The second reader where it is installed, and what is said where it is not; as `jangmadang read` has it."""
    return asked_second_reader("auto")


def _report(request: Request) -> Report:
    """The report that an address names; its key is looked up, and never a path."""
    key = request.path_params["key"]
    found = next((one for one in reports_of(settings_of(request).readings) if one.key == key), None)
    if found is None:
        raise HTTPException(404)
    return found


def _current(report: Report, entries: Sequence[Entry], asked: str) -> Entry | None:
    """What is looked at: what was asked for, or the first while anything waits for a word."""
    if asked == END:
        return None
    found = next((entry for entry in entries if entry.key == asked), None)
    return found or (entries[0] if report.undecided else None)


def _next(report: Report, decided: str) -> str:
    """The next record that waits for a word after one that was decided on, round to the beginning."""
    ids = [record.id for record in report.records]
    at = ids.index(decided) + 1
    waiting = [record.id for record in report.records if record.review == UNREVIEWED and record.id != decided]
    return next((name for name in [*ids[at:], *ids[:at]] if name in waiting), END)


def _to(key: str) -> Response:
    return RedirectResponse(f"/reports/report/{key}", status_code=SEE_OTHER)


ROUTES = [
    Route("/reports", show),
    Route("/reports/read", with_form(read), methods=["POST"]),
    Route("/reports/report/{key}", report),
    Route("/reports/report/{key}/decide", with_form(decide_on), methods=["POST"]),
    Route("/reports/report/{key}/teach", with_form(teach_word), methods=["POST"]),
    Route("/reports/changes", changes),
    Route("/reports/take", with_form(take), methods=["POST"]),
]
