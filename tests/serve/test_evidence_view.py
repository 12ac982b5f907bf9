"""The page Evidence: what is shown of which observations, and tables and reports taken in as the commands take them."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from jangmadang.commands.main import main
from jangmadang.evidence.shipped import shipped_rows
from jangmadang.evidence.table import read_observations
from jangmadang.reading.records.review import decide
from jangmadang.results.store import open_results
from jangmadang.serve.uploads import MOST_WAITING, Uploads, safe_name
from tests.reading.made import keep, price

OWN = (
    "date,place,item,price,currency,unit\n"
    "2026-02-15,Hyesan,rice,15600,KPW,kg\n"
    "2026-02-22,Hyesan,rice,<b>cheap</b>,KPW,kg\n"
    "2026-03-01,Hyesan,rice,16900,KPW,kg\n"
)


def send(ask: TestClient, text: str | bytes = OWN, name: str = "own.csv", **fields: str) -> tuple[int, str]:
    said = ask.post("/evidence/preview", files={"table": (name, text)}, data=fields)
    return said.status_code, html.unescape(said.text)


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_the_address_alone_shows_rice_at_hyesan(ask: TestClient) -> None:
    text = html.unescape(ask.get("/evidence").text)
    rows = [row for row in shipped_rows() if row.item == "rice" and "Hyesan" in row.places]
    assert f"{len(rows)} observations" in text
    assert all(f'id="row-{row.id.replace(" ", "_")}"' in text for row in rows)
    spec = ask.get("/evidence/chart.json").json()
    (marks,) = (one["data"]["values"] for one in spec["layer"] if "href" in one["encoding"])
    assert len(marks) == sum(row.use != "exclude" and (row.currency, row.unit) == ("KPW", "kg") for row in rows)
    assert all(f'id="{mark["at"][1:]}"' in text and mark["tells"] for mark in marks)


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("item=corn&place=Pyongyang", lambda row: row.item == "corn" and "Pyongyang" in row.places),
        ("item=cny&place=&since=2025-06-01", lambda row: row.item == "cny" and str(row.date_end) >= "2025-06-01"),
        ("item=rice&place=&until=2012-12-31", lambda row: row.item == "rice" and str(row.date_start) <= "2012-12-31"),
        ("item=rice&place=&publisher=Asiapress", lambda row: row.item == "rice" and row.publisher == "Asiapress"),
    ],
)
def test_it_is_filtered_by_item_place_days_and_publisher(ask: TestClient, query: str, holds: object) -> None:
    assert callable(holds)
    text = ask.get(f"/evidence?{query}").text
    count = sum(map(holds, shipped_rows()))
    assert 0 < count < 500 and f"{count} observation" in text and text.count('<tr id="row-') == count


def test_what_has_no_observations_or_is_not_known_is_said(ask: TestClient) -> None:
    assert "0 observations" in ask.get("/evidence?since=2031-01-01").text
    for query, message in (("item=ricee", "did you mean 'rice'?"), ("since=soon", "'soon' is not a date")):
        said = ask.get(f"/evidence?{query}")
        assert said.status_code == 400 and message in html.unescape(said.text)
    script = ask.get("/evidence?publisher=<script>alert(1)</script>")
    assert "0 observations" in script.text and "<script>alert" not in script.text


def test_marks_lie_over_the_kept_run_of_the_same_place(ask: TestClient, kept: Path) -> None:
    spec = ask.get("/evidence/chart.json").json()
    line = next(one for one in spec["layer"] if one["mark"]["type"] == "line")["data"]["values"]
    values = {row["value"] for row in line}
    series = open_results(kept)["rice_price"].sel(place="hyesan").values
    assert len(line) > 500 and values <= set(series.tolist())
    assert "the run" in ask.get("/evidence").text and "kept run hyesan" in ask.get("/evidence").text
    band = [one for one in spec["layer"] if one["mark"]["type"] == "area"]
    ahead, seeds = (one["data"]["values"] for one in band)
    assert min(row["day"] for row in ahead) > "2026-02-01" and len(seeds) == len(line)  # after the last report
    nowhere = ask.get("/evidence/chart.json?item=rice&place=Hoeryong&until=2012-01-01").json()
    assert all(not row for one in nowhere["layer"] if one["mark"]["type"] == "line" for row in one["data"]["values"])
    shutil.rmtree(kept)
    assert ask.get("/evidence").status_code == 200


def test_another_run_is_chosen(ask: TestClient, kept: Path) -> None:
    assert 'id="run"' not in ask.get("/evidence").text
    shutil.copytree(kept, kept.with_name("other"))
    shown = ask.get("/evidence?item=rice&place=Hyesan&run=other").text
    assert '<option value="other" selected>' in shown and "kept run other" in shown
    assert "kept run hyesan" in ask.get("/evidence").text
    assert ask.get("/evidence?run=../x").status_code == 400


def test_a_kept_run_that_cannot_be_read_is_one_message(ask: TestClient, kept: Path) -> None:
    (kept / "manifest.json").write_text("{", "utf-8")
    said = ask.get("/evidence")
    assert said.status_code == 400 and "make the run again" in said.text


def test_a_table_is_looked_at_then_taken_as_the_command_takes_it(
    ask: TestClient, results: Path, tmp_path: Path
) -> None:
    status, seen = send(ask, publisher="Ours")
    assert status == 200 and "2 prices would be taken, 1 row left out" in seen and "15,600 KPW per 1 kg" in seen
    assert not (results / "evidence").exists()
    taken = ask.post("/evidence/take", data=hidden(seen))
    assert "2 added" in taken.text
    (tmp_path / "own.csv").write_text(OWN, "utf-8")
    table = tmp_path / "by_command.csv"
    assert main(["evidence", "import", str(tmp_path / "own.csv"), "--to", str(table), "--publisher", "Ours"]) == 0
    assert read_observations(results / "evidence" / "observations.csv") == read_observations(table)
    assert "0 added" in ask.post("/evidence/take", data=hidden(seen)).text  # a second time changes nothing
    assert "2026-03-01" in ask.get("/evidence?since=2026-02-10").text


def test_what_a_table_says_is_never_run(ask: TestClient) -> None:
    said = ask.post("/evidence/preview", files={"table": ("<img src=x>.csv", OWN)})
    assert "<b>cheap" not in said.text and "<img" not in said.text and "&lt;b&gt;cheap" in said.text


def test_a_table_that_gives_nothing_says_why(ask: TestClient) -> None:
    assert ask.post("/evidence/preview").status_code == 400
    for text, message in ((b"", "own.csv"), (b"\x00\x01\x02", "own.csv"), ("a,b\n1,2\n", "own.csv")):
        status, said = send(ask, text)
        assert status == 400 and message in said and "Traceback" not in said
    status, said = send(ask, OWN.replace("15600", "0").replace("16900", "none"))
    assert status == 200 and "No price could be taken" in said and not hidden(said)


def test_what_a_table_lacks_is_said_by_the_fields_of_the_form(ask: TestClient) -> None:
    status, said = send(ask, OWN.replace("15600", "1560000"))
    assert status == 200 and "wrong? “Take prices far from all reports, as disputed” does" in said
    assert "--" not in said.partition("<h2>Left out")[2]
    status, said = send(ask, "a,b\n1,2\n")
    assert status == 400 and "then choose map.yaml as “Mapping file”" in said and "--mapping" not in said


def test_a_file_that_was_not_sent_cannot_be_taken(ask: TestClient) -> None:
    for key in ("", "..", "../../etc", "0" * 32):
        said = ask.post("/evidence/take", data={"table": key})
        assert said.status_code == 400 and "send it again" in said.text


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\prices\\own.csv", "own.csv"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("a\x00\n.csv", "a.csv"),
        ("ü" * 200 + ".xlsx", "ü" * 60 + ".xlsx"),
    ],
)
def test_names_of_files_stay_names(name: str, kept_as: str) -> None:
    assert safe_name(name) == kept_as


def test_only_the_last_files_wait() -> None:
    from io import BytesIO

    from starlette.datastructures import UploadFile

    uploads = Uploads()
    keys = [uploads.keep(UploadFile(BytesIO(b"x"), filename="a.csv")) for _ in range(MOST_WAITING + 1)]
    assert uploads.path(keys[-1]).read_bytes() == b"x"
    with pytest.raises(ValueError, match="send it again"):
        uploads.path(keys[0])
    uploads.close()


def test_accepted_records_of_reports_are_taken_in(ask: TestClient, results: Path) -> None:
    assert "No report has been read" in ask.get("/evidence").text
    record = price("r1")
    keep(results / "reading", record)
    decide(results / "reading", record, "accept")
    assert "1 price and rates" in ask.get("/evidence").text
    assert "1 added" in ask.post("/reports/take").text
    assert "0 added, 0 changed, 1 unchanged" in ask.post("/reports/take").text
    decide(results / "reading", record, "reject")
    assert "1 removed" in ask.post("/reports/take").text
