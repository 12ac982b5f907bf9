"""A server on this machine that speaks the chat protocol and says what a test tells it to say."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """What the server does when it is asked once: a status, a body, headers, and how long it waits before."""

    body: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait_seconds: float = 0.0


@dataclass
class Script:
    """Where the server listens, what it was asked, and with which headers."""

    url: str
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


def says(statements: Sequence[dict[str, Any]] | str, finish: str = "stop", refusal: str | None = None) -> Reply:
    """A reply whose message holds statements, or any words."""
    words = statements if isinstance(statements, str) else json.dumps({"statements": list(statements)})
    message = {"role": "assistant", "content": None if refusal else words, "refusal": refusal}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    return Reply(json.dumps({"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}))


@contextmanager
def scripted(*replies: Reply) -> Iterator[Script]:
    """A server that gives these replies in turn, the last one for ever."""
    left = list(replies)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            script.asked.append(json.loads(self.rfile.read(length)))
            script.headers.append({name.lower(): value for name, value in self.headers.items()})
            reply = left.pop(0) if len(left) > 1 else left[0]
            time.sleep(reply.wait_seconds)
            try:
                self.send_response(reply.status)
                for name, value in {"content-type": "application/json", **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body.encode())
            except OSError:  # the one who asked has gone
                pass

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    script = Script(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
