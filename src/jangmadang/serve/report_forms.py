"""Reports that are sent to a page: files and pasted texts, under names that tell them apart."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

from starlette.datastructures import FormData, UploadFile

from jangmadang.errors import InputError
from jangmadang.reading.text.documents import LARGEST, Document, document_of, refuse_table
from jangmadang.serve.forms import in_words_of_forms, text_of
from jangmadang.serve.report_view import KEY_DIGITS
from jangmadang.serve.uploads import safe_name


def documents_of(form: FormData) -> tuple[list[Document], list[str]]:
    """The reports of a form, and what is wrong with those that are none."""
    published = _day(text_of(form, "published"))
    files = [one for one in form.getlist("reports") if isinstance(one, UploadFile) and one.filename]
    given = [(safe_name(one.filename or ""), one.file.read(LARGEST + 1)) for one in files]
    if pasted := text_of(form, "text"):
        data = pasted.replace("\r\n", "\n").encode()
        name = text_of(form, "name") or f"pasted {hashlib.sha256(data).hexdigest()[:8]}"
        given.append((safe_name(re.sub(r"[/\\]", "-", name)), data))  # no path, of which the last part is the name
    documents, wrong = [], []
    for name, data in given:
        try:
            refuse_table(name)
            documents.append(document_of(name, data, published))
        except InputError as error:
            wrong.append(in_words_of_forms(str(error)))
    return documents, wrong


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InputError(f"'{text}' is not a date; write the day of publication as YYYY-MM-DD") from None


def named_apart(document: Document, kept: dict[str, str]) -> Document:
    """A report under a name that no other text has: one of the same name would take that one's place."""
    key = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()[:KEY_DIGITS]
    name, number = document.name, 1
    while kept.get(name, key) != key:
        number += 1
        stem, suffix = Path(document.name).stem, Path(document.name).suffix
        name = f"{stem} ({number}){suffix}"
    kept[name] = key
    return Document(name, document.text, document.published)
