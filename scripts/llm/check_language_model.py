"""Read a report with a small language model on this machine: `make test-llm`.

It shows that the way to a model works: server, schema, checks, kept answers. How well such a small model reads is
another matter; measure your own with `jangmadang read FOLDER --score --second-reader llm`.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

FOLDER = Path(__file__).parent
REPORT = (
    "A kilogram of rice cost 21,400 won in Hyesan on May 12, a source in Ryanggang Province said. "
    "Traders bring sugar over the river at night. The dollar traded at 38,000 won."
)
LONGEST_START_SECONDS = 180


def main(python: str) -> int:
    """Start the server, read the report twice, and say what came of it."""
    port = _free_port()
    server = subprocess.Popen([python, str(FOLDER / "serve_model.py"), str(port)])
    try:
        endpoint = f"http://127.0.0.1:{port}/v1"
        _wait_for(server, endpoint)
        with tempfile.TemporaryDirectory() as folder:
            return _check(Path(folder), endpoint)
    finally:
        server.terminate()
        server.wait()


def _check(folder: Path, endpoint: str) -> int:
    """Read the report with the model, then again without it: the answer is kept, and the records are the same."""
    (folder / "report.txt").write_text(REPORT, "utf-8")
    out = folder / "reading"
    asked = ["--second-reader", "llm", "--llm-model", "gemma-3-270m", "--out", str(out)]
    for address in (endpoint, endpoint.replace("127.0.0.1", "127.0.0.3")):
        told = _jangmadang("read", str(folder / "report.txt"), *asked, "--llm-endpoint", address)
        print(told)
        records = [json.loads(line) for line in (out / "records.jsonl").read_text("utf-8").splitlines()]
        if "read by the rules alone" in told or not records:
            print("The model gave no answer that could be read.")
            return 1
        if any(record["run"]["language_model"]["model"] != "gemma-3-270m" for record in records):
            print("A record does not say which model was asked.")
            return 1
    if "sent 0 calls" not in told:
        print("The second reading asked again.")
        return 1
    print("The way to a language model works.")
    return 0


def _jangmadang(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "jangmadang", *words], check=True, text=True, stdout=subprocess.PIPE
    )  # fmt: skip
    return done.stdout


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(server: subprocess.Popen[bytes], endpoint: str) -> None:
    """Wait till the server answers."""
    end = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(f"{endpoint}/models", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(1)
    raise SystemExit("The server of the model did not start.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
