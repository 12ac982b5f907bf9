"""How far runs are, as a stream of events that a browser follows."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from jangmadang.errors import NotWrittenError
from jangmadang.serve.jobs.table import Job, Jobs

LOOK_SECONDS, SILENT_LOOKS = 0.5, 30
MOST_TOLD = 20


def told(job: Job) -> dict[str, Any]:
    """What a browser is told of a run."""
    far = {"words": progress_in_words(job), "done": job.done, "total": job.total}
    return {"id": job.id, "state": job.state, **far, "looked": job.is_active and job.is_looked_at}


def progress_in_words(job: Job) -> str:
    """How far a run is."""
    if job.state == "queued":
        return "waits for the run before it"
    if job.state == "running":
        counted = f"{job.done} of {job.total} {job.counted} are done"
        return f"{counted}; {job.phase}" if job.phase not in ("", job.counted) else counted
    return job.message or job.state


async def events(jobs: Jobs, is_ending: Callable[[], bool] = lambda: False) -> AsyncIterator[str]:
    """Events for the latest runs, until the server ends: all at first, then each change.

    A comment now and then keeps the line open.
    """
    before, silent = "", 0
    while not is_ending():
        try:
            now = json.dumps([told(job) for job in (await run_in_threadpool(jobs.all))[:MOST_TOLD]])
        except NotWrittenError as error:
            now = json.dumps({"error": str(error)})
        if now != before:
            yield f"data: {now}\n\n"
            before, silent = now, 0
        elif (silent := silent + 1) >= SILENT_LOOKS:
            yield ": still here\n\n"
            silent = 0
        await asyncio.sleep(LOOK_SECONDS)


def stream(jobs: Jobs, is_ending: Callable[[], bool]) -> StreamingResponse:
    """The answer that carries the events."""
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}  # proxies would hold them back
    return StreamingResponse(events(jobs, is_ending), media_type="text/event-stream", headers=headers)
