"""Long runs: queued, made one at a time, followed, taken back, found again after a server was killed."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from jangmadang.errors import InputError, NotWrittenError
from jangmadang.serve.jobs import table as table_module
from jangmadang.serve.jobs.progress import events, progress_in_words
from jangmadang.serve.jobs.table import Job, Jobs
from jangmadang.serve.jobs.worker import Worker

#: What a run does here instead of the command line: it tells of two steps, and ends as its argument says.
SCRIPT = """
import sys, time
print('Compiling the equations ...', file=sys.stderr)
for done in (0, 1):
    print('{"what": "pairs of runs", "done": %d, "total": 2}' % done, file=sys.stderr, flush=True)
if sys.argv[1] == 'wait':
    time.sleep(60)
if sys.argv[1] == 'full':
    sys.exit('jangmadang: results/x could not be written: No space left on device')
"""
PATIENCE_SECONDS = 30.0


@pytest.fixture
def jobs(results: Path) -> Jobs:
    return Jobs(results)


@pytest.fixture
def worker(jobs: Jobs) -> Iterator[Worker]:
    """One that runs the script."""
    made = Worker(jobs, (sys.executable, "-c", SCRIPT))
    made.start()
    yield made
    made.close()


def add(jobs: Jobs, how: str, name: str = "x") -> Job:
    return jobs.add(f"The border {name}", [how], jobs.path.parent / name, "/what-if?of=hyesan", 2)


def until(jobs: Jobs, number: int, holds: Callable[[Job], bool]) -> Job:
    """The run, as soon as something holds of it."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        job = jobs.job(number)
        assert job is not None
        if holds(job):
            return job
        time.sleep(0.05)
    raise AssertionError(job)


def test_runs_are_made_one_after_another_and_end_as_they_do(jobs: Jobs, worker: Worker) -> None:
    first, second = add(jobs, "well"), add(jobs, "full", "y")
    worker.wake()
    ended = until(jobs, second.id, lambda job: not job.is_active)
    before = jobs.job(first.id)
    assert before and (before.state, before.done, before.total) == ("done", 1, 2) and before.ended <= ended.began
    assert (ended.state, ended.message) == ("failed", "results/x could not be written: No space left on device")


def test_a_run_lets_looks_go_first(jobs: Jobs) -> None:
    begun: list[str] = []
    worker = Worker(jobs, (sys.executable, "-c", SCRIPT), lambda _: begun.append(jobs.all()[0].state))
    worker.start()
    job = add(jobs, "well")
    until(jobs, job.id, lambda found: not found.is_active)
    worker.close()
    assert begun == ["running"]


def test_a_run_is_taken_back_while_it_waits_and_while_it_runs(jobs: Jobs, worker: Worker) -> None:
    running, waiting = add(jobs, "wait"), add(jobs, "wait", "y")
    until(jobs, running.id, lambda job: job.done == 1)
    jobs.cancel(waiting.id)
    jobs.cancel(running.id)
    assert until(jobs, running.id, lambda job: not job.is_active).state == "cancelled"
    kept = jobs.job(waiting.id)
    assert kept and kept.state == "cancelled" and not kept.began


def test_closing_the_server_interrupts_what_runs_and_it_can_go_on(jobs: Jobs) -> None:
    worker = Worker(jobs, (sys.executable, "-c", SCRIPT))
    worker.start()
    job = add(jobs, "wait")
    until(jobs, job.id, lambda found: found.done == 1)
    worker.close()
    found = jobs.job(job.id)
    assert found and found.state == "interrupted" and "what had finished is kept" in progress_in_words(found)
    again = jobs.again(job.id)
    assert again and again.state == "queued" and again.arguments == job.arguments


def test_a_run_of_a_server_that_was_killed_is_found_at_the_next_start(jobs: Jobs) -> None:
    job = add(jobs, "wait")
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert jobs.claim()
    with sqlite3.connect(jobs.path) as file:
        file.execute("UPDATE jobs SET owner = ?", (os.getppid(),))
    jobs.recover()
    found = jobs.job(job.id)
    assert found and found.state == "running", "another server that lives makes it"
    with sqlite3.connect(jobs.path) as file:
        file.execute("UPDATE jobs SET owner = ?", (gone.pid,))
    jobs.recover()
    found = jobs.job(job.id)
    assert found and found.state == "interrupted"
    with sqlite3.connect(jobs.path) as file:  # its number is another's by now, such as after the machine was restarted
        file.execute(
            "UPDATE jobs SET owner = ?, state = 'running', began = '2020-01-01T00:00:00+00:00'", (os.getppid(),)
        )
    jobs.recover()
    found = jobs.job(job.id)
    assert found and found.state == "interrupted"


def test_a_process_ends_well_while_its_server_lives_and_with_it() -> None:
    command = [sys.executable, "-m", "jangmadang.serve.jobs.child", "explain", "rice_price"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as lives:
        assert lives.stdout and b"rice_price" in lives.stdout.read() and lives.wait() == 0
    child = subprocess.run(command, input="", capture_output=True, text=True)  # closed at once, as if it were killed
    assert child.returncode in (-signal.SIGTERM, 128 + signal.SIGTERM) and not child.stdout


def test_two_browsers_that_ask_the_same_share_a_run(jobs: Jobs) -> None:
    assert add(jobs, "well").id == add(jobs, "well").id != add(jobs, "well", "y").id
    assert len(jobs.all()) == 2 and jobs.claim() and jobs.claim() and jobs.claim() is None


def test_too_many_that_wait_are_refused(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_module, "MOST_QUEUED", 1)
    add(jobs, "well")
    with pytest.raises(InputError, match="cancel some at /jobs"):
        add(jobs, "well", "y")


def test_looking_makes_no_file(jobs: Jobs, ask: TestClient) -> None:
    assert "Nothing is running" in ask.get("/jobs").text and not jobs.path.parent.exists()


def test_a_folder_that_vanished_or_is_full_gives_one_message(
    jobs: Jobs, ask: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(jobs, "well")
    shutil.rmtree(jobs.path.parent)
    assert jobs.all() == [] and jobs.claim() is None
    jobs.path.parent.write_text("a file in the way")
    with pytest.raises(NotWrittenError, match="see that the folder is there, may be written and has room"):
        add(jobs, "well")
    jobs.path.parent.unlink()
    add(jobs, "well")

    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(table_module.sqlite3, "connect", full)
    said = ask.get("/jobs")
    assert said.status_code == 500 and "(database or disk is full); see that the folder" in said.text


def test_the_page_lists_escapes_cancels_and_goes_on(jobs: Jobs, ask: TestClient) -> None:
    job = jobs.add("<b>border</b>", ["wait"], jobs.path.parent / "x", "/what-if?of=hyesan&of=food-aid", 6)
    shown = ask.get("/jobs").text
    assert "&lt;b&gt;border&lt;/b&gt;" in shown and "waits for the run before it" in shown and 'max="6"' in shown
    back = ask.post("/jobs/cancel", data={"job": str(job.id), "from": "page"}, follow_redirects=False)
    assert (back.status_code, back.headers["location"]) == (303, job.address)
    assert "Go on" in ask.get("/jobs").text
    assert "1 run to come" in ask.post("/jobs/again", data={"job": str(job.id)}).text
    assert "Go on" not in ask.get("/jobs").text, "it goes on"
    for number in ("99", "x", ""):
        assert ask.post("/jobs/cancel", data={"job": number}).status_code == 404
    assert ask.post("/jobs/cancel", data={"job": "1"}, headers={"origin": "http://evil.example"}).status_code == 403


def test_progress_is_told_as_it_changes(jobs: Jobs) -> None:
    async def heard() -> list[list[dict[str, object]]]:
        found = events(jobs)
        first = await anext(found)
        assert jobs.claim()
        jobs.tell(job.id, "pairs of runs", 1, 2)
        second = await anext(found)
        await found.aclose()  # type: ignore[attr-defined]
        return [json.loads(one.removeprefix("data: ")) for one in (first, second)]

    job = add(jobs, "well")
    (waits,), (runs,) = asyncio.run(heard())
    assert (waits["state"], runs["state"], runs["done"]) == ("queued", "running", 1)
    assert runs["words"] == "1 of 2 pairs of runs are done"
