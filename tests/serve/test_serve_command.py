"""`jangmadang serve` as it is typed: what is printed, what is refused, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from jangmadang.commands import serve as serve_command
from jangmadang.commands.main import main


def test_it_serves_at_a_free_port_until_it_is_interrupted(tmp_path: object) -> None:
    command = [sys.executable, "-m", "jangmadang", "serve", "--port", "0", "--no-open", "--results", str(tmp_path)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True) as page:
        assert page.stdout and page.stderr
        address = re.search(r"http://127\.0\.0\.1:\d+/", page.stdout.readline())
        assert address and not address[0].endswith(":0/")
        with urllib.request.urlopen(f"{address[0]}static/site.css") as answer:
            assert answer.status == 200 and "uvicorn" not in str(answer.headers).lower()
        with urllib.request.urlopen(f"{address[0]}jobs/events") as progress:  # as a browser that follows runs
            assert progress.readline() == b"data: []\n"
            page.send_signal(signal.SIGINT)
            assert page.wait(20) == 0
        assert page.stderr.read() == ""


def test_at_all_addresses_it_prints_one_for_others_and_opens_one_of_this_machine(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(serve_command.click, "launch", opened.append)
    serve_command._say("http://192.168.1.2:8600/?token=x", "http://127.0.0.1:8600/?token=x", opens=True)
    assert capsys.readouterr().out.splitlines() == [
        "The observatory: http://192.168.1.2:8600/?token=x",
        "On this machine: http://127.0.0.1:8600/?token=x",
        "Ctrl-C ends it.",
    ]
    assert opened == ["http://127.0.0.1:8600/?token=x"]


def test_a_port_that_is_taken_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["serve", "--no-open", "--port", str(port)]) == 2
    assert "give another --port" in capsys.readouterr().err


def test_a_host_of_elsewhere_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--no-open", "--host", "192.0.2.1"]) == 2
    assert "cannot listen at 192.0.2.1" in capsys.readouterr().err
    assert main(["serve", "--no-open", "--host", "no such host"]) == 2
    assert "--host no such host" in capsys.readouterr().err


def test_without_its_packages_it_names_how_to_get_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve_command, "find_spec", lambda name: None)
    assert main(["serve"]) == 2
    assert "pip install 'jangmadang[serve]'" in capsys.readouterr().err
