"""What the bench asks of the observatory: forms as a browser sends them, readers who all get their pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from benchmarks import serving
from jangmadang.serve.address import query_of
from jangmadang.serve.application import make_application
from jangmadang.serve.jobs.table import Jobs
from jangmadang.serve.question_form import example
from jangmadang.serve.settings import Settings


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A server in this process, to which the bench's requests go."""
    home = "http://127.0.0.1:8600"
    client = TestClient(make_application(Settings(tmp_path)), home, headers={"origin": home})

    def text_of(address: str, sent: list[tuple[str, str]] | None = None) -> str:
        path = address.removeprefix(home)
        return client.get(path).text if sent is None else client.post(path, data=dict(sent)).text

    monkeypatch.setattr(serving, "text_of", text_of)
    return client


def test_the_form_is_sent_as_it_stands(ask: TestClient, tmp_path: Path) -> None:
    address = f"/what-if?{query_of(example())}"
    back = ask.post("/what-if/run", data=dict(serving.fields_of(ask.get(address).text)), follow_redirects=False)
    assert (back.status_code, back.headers["location"]) == (303, address)
    serving.cancel_all(str(ask.base_url))
    (job,) = Jobs(tmp_path).all()
    assert job.state == "cancelled"


def test_every_reader_gets_every_page(ask: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "PAGES", ("/jobs", "/static/site.css"))
    waited = serving.readers_seconds(str(ask.base_url), readers=3, each=4)
    assert len(waited) == 12 and min(waited) > 0
