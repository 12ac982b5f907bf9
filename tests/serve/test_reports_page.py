"""The page Reports: what is read, marked, decided on and taken into the evidence, as the commands do it."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from jangmadang.commands.main import main
from jangmadang.evidence.table import read_observations
from jangmadang.reading.records.adding import add_to_table
from jangmadang.reading.records.review import decide as decide_on_record
from jangmadang.reading.records.review import read_decisions, reviewed_records
from jangmadang.reading.records.store import read_records, read_unread
from jangmadang.serve.record_fields import EDITABLE, changes_of, fields_of
from jangmadang.serve.report_marks import MOST_SHOWN, pieces, shown_part
from jangmadang.serve.report_view import reports_of
from tests.reading.made import event, fx, keep, on, price

TEXT = (
    "A source in Hyesan told Daily NK that a kilogram of rice cost 15,200 won last week.\n"
    "The yuan traded at 5,900 won. Around 300 households received 40 of them. Traders earn 30,000 won a day.\n"
)
OPTION = re.compile(r"(?<![\w-])--[a-z]")
HOSTILE = (
    "<html><head><title><script>alert(1)</script></title><meta name='date' content='2026-05-15'></head><body><article>"
    "<p>In Hyesan a kilogram of rice cost 5,200 won.</p>"
    "<p>&lt;script&gt;alert(2)&lt;/script&gt; corn &lt;img src=x onerror=alert(3)&gt; cost 2,100 won a kilogram.</p>"
    "<script>alert(4)</script></article></body></html>"
)


def read(ask: TestClient, text: str | bytes = TEXT, name: str = "a.txt", published: str = "2026-05-15") -> str:
    """Send a report; returns the address that it leads to."""
    files = {"reports": (name, text)}
    said = ask.post("/reports/read", files=files, data={"published": published}, follow_redirects=False)
    assert said.status_code == 303, said.text
    return said.headers["location"]


def decide(ask: TestClient, address: str, record: str, action: str, **fields: str) -> str:
    data = {"record": record, "action": action, **fields}
    said = ask.post(f"{address}/decide", data=data, follow_redirects=False)
    assert said.status_code == 303, said.text
    return said.headers["location"]


def heading(text: str) -> str:
    found = re.search(r'<h2 id="now">(.*?)</h2>', text)
    assert found
    return html.unescape(found[1])


def test_a_report_is_read_as_the_command_reads_it(ask: TestClient, results: Path, tmp_path: Path) -> None:
    read(ask)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    out = tmp_path / "out"
    assert main(["read", str(tmp_path / "a.txt"), "--published", "2026-05-15", "--out", str(out)]) == 0
    ours, theirs = read_records(results / "reading"), read_records(out)
    assert len(ours) > 1 and [one.id for one in ours] == [one.id for one in theirs]
    assert ours[0].model_copy(update={"report": theirs[0].report}) == theirs[0]
    assert [one.exact for one in read_unread(results / "reading")] == [one.exact for one in read_unread(out)]


def test_unread_figures_come_first_and_each_mark_is_of_its_words(ask: TestClient, results: Path) -> None:
    address = read(ask)
    text = ask.get(address).text
    assert heading(text).startswith("1 of ") and "number in no record" in heading(text)
    (report,) = reports_of(results / "reading")
    kinds = [entry.state for entry in report.entries]
    assert kinds[:3] == ["unread"] * 3 and kinds.index("unreviewed") == 3  # 300, 40 and 30,000 won
    for entry in report.entries:
        shown = ask.get(address, params={"at": entry.key}).text
        marked = re.findall(r'class="[^"]*current[^"]*"[^>]*>([^<]*)<', shown)
        of_text = "".join(report.text[span.start : span.end] for span in entry.spans)
        assert "".join(sorted("".join(map(html.unescape, marked)))) == "".join(sorted(of_text)), entry.key
        assert f'value="{entry.key}"' in shown or entry.state == "unread"


def test_decisions_are_the_command_s_and_lead_on_to_what_waits(ask: TestClient, results: Path) -> None:
    address, folder = read(ask), results / "reading"
    ids = [record.id for record in reports_of(folder)[0].records]
    for number, name in enumerate(ids):
        then = decide(ask, address, name, "reject" if number == 1 else "accept")
        assert then.endswith(f"at={ids[number + 1]}" if number + 1 < len(ids) else "at=end")
    assert [one.action for one in read_decisions(folder)] == ["accept", "reject", *["accept"] * (len(ids) - 2)]
    assert "Every record has a word" in ask.get(address).text
    decide(ask, address, ids[1], "accept")
    assert {one.review for one in reviewed_records(folder)} == {"accepted"}


def test_an_edit_keeps_what_was_changed_from_what_was_read(ask: TestClient, results: Path) -> None:
    address, folder = read(ask), results / "reading"
    record = next(one for one in read_records(folder) if one.type == "price")
    form = {field.name: field.value for field in fields_of(record)}
    decide(ask, address, record.id, "edit", **{**form, "low": "15100", "time": "2026-05-12"})
    decide(ask, address, record.id, "edit", **{**form, "low": "15100.0", "place": "KP.pyongyang", "time": "2026-05-12"})
    last = read_decisions(folder)[-1]
    assert last.fields == {"low": 15100.0, "place": "KP.pyongyang", "time": "2026-05-12"}
    edited = next(one for one in reviewed_records(folder) if one.id == record.id)
    assert edited.review == "edited" and edited.place and edited.place.id == "KP.pyongyang"
    decide(ask, address, record.id, "edit", **form)  # as it was read: no edit
    assert read_decisions(folder)[-1].action == "accept"
    said = ask.post(f"{address}/decide", data={"record": record.id, "action": "edit", **form, "low": "much"})
    assert said.status_code == 400 and "is no number" in html.unescape(said.text)


@pytest.mark.parametrize("record", [price("a", time=on("2026-05-12")), fx("b"), event("c", "crackdown", "2026-05-12")])
def test_a_form_that_is_sent_back_unchanged_changes_nothing(record: object) -> None:
    shown = {field.name: field.value for field in fields_of(record)}  # type: ignore[arg-type]
    assert tuple(shown) == EDITABLE[record.type]  # type: ignore[attr-defined]
    assert changes_of(record, shown.__getitem__) == {}  # type: ignore[arg-type]
    assert all(field.value in field.choices for field in fields_of(record) if field.choices)  # type: ignore[arg-type]


def test_accepted_prices_are_looked_at_and_then_taken_as_the_command_takes_them(
    ask: TestClient, results: Path, tmp_path: Path
) -> None:
    assert ask.get("/reports/changes").status_code == 400
    address, folder = read(ask), results / "reading"
    record = next(one for one in read_records(folder) if one.type == "price")
    shown = ask.get(address, params={"at": record.id}).text
    assert "Accepted, it gives: rice, 15,200 KPW per 1 kg, Hyesan" in shown
    decide(ask, address, record.id, "accept")
    seen = ask.get("/reports/changes").text
    assert "1 row would be added" in seen and "15,200 KPW per 1 kg" in seen and not (results / "evidence").exists()
    assert "1 added" in ask.post("/reports/take").text
    by_command = tmp_path / "t.csv"
    assert main(["evidence", "add", str(folder), "--to", str(by_command)]) == 0
    assert read_observations(results / "evidence" / "observations.csv") == read_observations(by_command)
    assert "0 rows would be added" in ask.get("/reports/changes").text
    decide(ask, address, record.id, "reject")
    assert "1 taken out" in ask.get("/reports/changes").text
    assert "1 removed" in ask.post("/reports/take").text


def test_why_a_record_gives_nothing_is_said_by_the_fields_of_the_page(ask: TestClient, results: Path) -> None:
    undated, no_unit = price("a", published=None), price("b", item_id="other.thing", per_qty=None, per_unit=None)
    keep(results / "reading", undated, no_unit, price("c"))
    for record in (undated, no_unit):
        decide_on_record(results / "reading", record, "accept")
    add_to_table(results / "reading", results / "evidence" / "observations.csv", include_likely=True)
    for said in (ask.get("/reports/changes").text, ask.post("/reports/take").text):
        assert "read the report again with “Published on”" in said
        assert "give it “for how many” and “of which unit” in review" in said
        assert not OPTION.search(said)
    keep(results / "reading", price("c"))
    add_to_table(results / "reading", results / "evidence" / "observations.csv", include_likely=True)
    said = ask.get("/reports/changes").text
    assert "1 taken out" in said and "not reviewed; accept it first" in said and not OPTION.search(said)


def test_a_hostile_report_changes_nothing(ask: TestClient, results: Path) -> None:
    address = read(ask, HOSTILE, "<img src=x onerror=alert(5)>.html", published="")
    pages = [ask.get(address).text, ask.get("/reports").text, ask.get("/reports/changes").text]
    pages += [ask.get(address, params={"at": one.key}).text for one in reports_of(results / "reading")[0].entries]
    for text in pages:
        assert "<script>alert" not in text and "<img" not in text
        assert set(re.findall(r"<script[^>]*>", text)) <= {'<script type="module" src="/static/reports.js">'}
    assert "&lt;script&gt;alert(" in pages[0] and "alert(4)" not in pages[0]
    assert len(list((results / "reading" / "texts").iterdir())) == 1  # its name is no path


def test_what_is_no_report_is_said_in_one_message(ask: TestClient, results: Path) -> None:
    assert ask.post("/reports/read").status_code == 400
    for name, data, why in (
        ("a.pdf", b"%PDF-1.4", "save its text as .txt"),
        ("a.csv", b"a,b", "take its prices on page Evidence, “Add your own”"),
        ("a.txt", b"  \n", "holds no text"),
        ("a.txt", "\u062a\u0642\u0631\u064a\u0631".encode(), "reads English"),
        ("a.txt", b"x " * 1_000_001, "2 MB"),
    ):
        said = ask.post("/reports/read", files={"reports": (name, data)})
        assert said.status_code == 400 and why in html.unescape(said.text), name
    assert ask.post("/reports/read", data={"text": TEXT, "published": "soon"}).status_code == 400
    said = ask.post("/reports/read", files=[("reports", ("a.txt", TEXT)), ("reports", ("b.pdf", b"%PDF-1.4"))])
    assert "1 report read, 1 not" in said.text and "is a PDF" in said.text and len(reports_of(results / "reading")) == 1


def test_reports_of_one_name_stay_apart_and_one_text_is_read_once(ask: TestClient, results: Path) -> None:
    first, again, other = read(ask), read(ask), read(ask, TEXT.replace("15,200", "15,400"))
    assert first == again != other
    names = {report.name for report in reports_of(results / "reading")}
    assert names == {"a.txt", "a (2).txt"}
    ask.post("/reports/read", data={"text": TEXT.replace("rice", "corn")})
    assert any(one.name.startswith("pasted ") for one in reports_of(results / "reading"))
    ask.post("/reports/read", data={"text": TEXT.replace("15,200", "15,600"), "name": "Daily NK, 15/5"})
    assert any(one.name == "Daily NK, 15-5" for one in reports_of(results / "reading"))


def test_a_taught_word_is_read_with(ask: TestClient, results: Path) -> None:
    address = read(ask, "In Hyesan a kilogram of whitegem cost 5,200 won.\n")
    assert all(one.type != "price" or one.item_id != "grain.rice" for one in read_records(results / "reading"))
    lesson = {"kind": "item", "words": "whitegem", "stands_for": "grain.rice"}
    assert ask.post(f"{address}/teach", data=lesson).status_code == 200
    assert any(one.type == "price" and one.item_id == "grain.rice" for one in read_records(results / "reading"))
    said = ask.post(f"{address}/teach", data={**lesson, "stands_for": "grain.rise"})
    assert said.status_code == 400 and "grain.rice" in html.unescape(said.text)


@pytest.mark.parametrize("key", ["0" * 16, "..%2f..%2fetc", "%2e%2e", "x" * 300])
def test_a_report_that_was_not_read_is_not_found(ask: TestClient, key: str) -> None:
    read(ask)
    assert ask.get(f"/reports/report/{key}").status_code == 404
    assert ask.post(f"/reports/report/{key}/decide", data={"action": "accept"}).status_code == 404
    assert ask.post(f"/reports/report/{key}/teach", data={"kind": "item"}).status_code == 404


def test_a_record_that_is_gone_and_a_decision_that_is_none(ask: TestClient) -> None:
    address = read(ask)
    for data in ({"action": "accept", "record": "price-0"}, {"action": "burn", "record": "price-0"}, {}):
        assert ask.post(f"{address}/decide", data=data).status_code == 400


def test_of_a_long_report_the_part_around_is_shown(ask: TestClient, results: Path) -> None:
    address = read(ask, TEXT + "Nothing was said of it. " * 4_000 + TEXT.replace("15,200", "16,200"))
    (report,) = reports_of(results / "reading")
    entries = report.entries
    last = max((entry for entry in entries if entry.record), key=lambda entry: entry.start)
    shown = "".join(piece.text for piece in pieces(report, entries, last))
    part = shown_part(len(report.text), last.start)
    assert shown == report.text[part.start : part.end] and len(shown) == MOST_SHOWN < len(report.text)
    assert shown_part(10, 5) == (0, 10) and shown_part(MOST_SHOWN * 3, 0) == (0, MOST_SHOWN)
    assert "Characters" in ask.get(address).text


def test_a_kept_file_that_cannot_be_read_is_one_message(ask: TestClient, results: Path) -> None:
    address = read(ask)
    (results / "reading" / "records.jsonl").write_text("{\n", "utf-8")
    for path in ("/reports", address):
        said = ask.get(path)
        assert said.status_code == 400 and "read the reports again" in said.text
