"""Every example of `--help`, of the README and of the docs runs here, or is named below with what runs it instead.

Commands run as they are written, page by page in one folder, in a world of some hundred households, over two
years and with few replicates; what they need and the page does not make, another command makes first.
"""

from __future__ import annotations

import inspect
import io
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from openpyxl import Workbook

from jangmadang.commands.main import cli, main
from jangmadang.engine.executors import _parsed
from jangmadang.report import against_base, comparison, page
from jangmadang.report.against_base import AgainstBase
from jangmadang.results import sensitivity
from tests.coarse import begin_later
from tests.docs.miniature import IN_MINIATURE, run_module, short_bench

ROOT = Path(__file__).parents[2]
OUTSIDE = ROOT / "README.md", ROOT / "CONTRIBUTING.md"
PAGES = {path.relative_to(ROOT).as_posix(): path for path in (*OUTSIDE, *(ROOT / "docs").rglob("*.md"))}
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
BLOCK_OR_SPAN = re.compile(r"^```(?P<language>\w*)\n(?P<block>.*?)^```|`(?P<span>[^`\n]+)`", re.M | re.S)
PROGRAMS = ("jangmadang", "make", "python", "pip", "dask", "ray")
OTHER_LANGUAGES = {
    "text": "what is printed",
    "json": "a part of what is written",
    "yaml": "test_scenarios_page.py, test_evidence_page.py",
    "csv": "read by the commands beside it",
    "sh": "test_how_to.py",
}
PYTHON_ELSEWHERE = {"docs/compare.md": "test_compare_page.py", "docs/ensembles.md": "test_ensembles_page.py"}
HOW_TO = "docs/how_to_change_an_equation.md"  # test_how_to.py executes it, block by block
BENCH = ".venv/bin/python -m benchmarks.bench > docs/bench.txt"
MODEL = "--second-reader llm --llm-endpoint http://localhost:8080/v1 --llm-model NAME"
OTHERS = {  # programs of others, and what ends only when it is told to
    "jangmadang serve --port 8601 --no-open",  # test_serve_command.py
    "jangmadang serve --name observatory.example --port 8601 --no-open",  # test_application.py
    "jangmadang serve --host 0.0.0.0",  # test_serve_command.py
    "pip install 'jangmadang[reading]'",
    "pip install 'jangmadang[dask]'",
    "pip install 'jangmadang[ray]'",
    "python -m spacy download en_core_web_sm",
    "dask scheduler",
    "dask worker HOST:8786 --nthreads 1",
    "ray start --head",
    "ray start --address HOST:6379",
    "jangmadang read annotated --score --unread",  # test_scoring.py
    "jangmadang read annotated --score --second-annotation annotated_again",  # test_scoring.py
    "pip install 'jangmadang[llm]'",
    f"jangmadang read a.txt {MODEL} --dry-run",  # test_language_model.py
    f"jangmadang read a.txt {MODEL}",  # test_language_model.py
    f"jangmadang read annotated --score {MODEL}",  # test_model_scores.py
}
NEEDED = {  # what a page may take for granted, and what makes it
    "results/hyesan": "jangmadang run hyesan",
    "my_question.yaml": "jangmadang scenarios new my_question",
    "results/reading": "jangmadang read report.txt --published 2026-05-15",
    "results/evidence/observations.csv": "jangmadang evidence add --include-likely",
}
START = "2025-09-01"
FEWEST = {
    "run": ["--runs", "1"],
    "compare": ["--runs", "2", "--no-draws"],
    "sensitivity": ["--trajectories", "2"],
    "sobol": ["--samples", "2"],
    "facts": ["--seeds", "2"],
    "calibrate": ["--draws", "20", "--steps", "1"],
}
SAYS_NO = {"facts": 1}  # code of a command that has run and found that not all holds


class Example(NamedTuple):
    """A command or a Python block, and where it stands."""

    place: str
    kind: str
    text: str


def examples_of_page(name: str) -> Iterator[Example]:
    """Commands of blocks without a language and between single backticks, and blocks of Python, in their order."""
    text = PAGES[name].read_text("utf-8")
    for found in BLOCK_OR_SPAN.finditer(text):
        place = f"{name}:{text.count(chr(10), 0, found.start()) + 1}"
        language, block, span = found.group("language", "block", "span")
        if span:
            if Path(span.split()[0]).name in PROGRAMS:
                yield Example(place, "span", span)
        elif language:
            yield Example(place, language, block)
        else:
            for line in block.splitlines():
                yield Example(place, "command", shlex.join(shlex.split(line, comments=True)))


def examples_of_help() -> Iterator[Example]:
    """The line after `Example:` in the help of every command."""
    waiting: list[tuple[str, click.Command]] = [("jangmadang", cli)]
    while waiting:
        name, command = waiting.pop(0)
        (example,) = re.findall(r"^Example: (.+)$", inspect.cleandoc(command.help or ""), re.M)
        yield Example(f"{name} --help", "command", example)
        if isinstance(command, click.Group):
            waiting += [(f"{name} {key}", below) for key, below in command.commands.items()]


def resolved(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that words name, and its arguments."""
    command: click.Command = cli
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command, words = command.commands[words[0]], words[1:]
    return command, words


def is_synopsis(words: list[str]) -> bool:
    """Whether words name a command or show its form, and are not meant to be given as they are."""
    return not words or any(re.search(r"^[A-Z_]{2,}\b|\[|\.\.\.", word) for word in words)


def options_exist(command: click.Command, words: list[str]) -> bool:
    """Whether a command has the options that words hold."""
    known = {name for option in command.params for name in option.opts}
    return {word for word in words if word.startswith("--")} <= known


@pytest.fixture
def pages_folder(tmp_path: Path, coarse_world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with files to read, over two years of few households."""
    begin_later(monkeypatch.setattr, START)
    all_parameters = sensitivity.asked_parameters
    monkeypatch.setattr(sensitivity, "asked_parameters", lambda only: all_parameters(only)[:2])
    monkeypatch.setattr(against_base, "PAIRS", 2)
    monkeypatch.chdir(tmp_path)
    evidence = PAGES["docs/evidence.md"].read_text("utf-8")
    report, prices = (re.findall(rf"```{kind}\n(.*?)```", evidence, re.S)[0] for kind in ("text", "csv"))
    for file, content in (("report.txt", report), ("a.txt", report), ("b.html", report), ("prices.csv", prices)):
        Path(file).write_text(content, "utf-8")
    book = Workbook()
    for line in prices.splitlines():
        book.worksheets[0].append(line.split(";"))
    book.save("prices.xlsx")
    shutil.copytree(ROOT / "docs" / "questions", ".", dirs_exist_ok=True)


@pytest.fixture
def execute(shared_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Run a command; see below."""
    return partial(run_command, monkeypatch, shared_folder)


def run_command(monkeypatch: pytest.MonkeyPatch, shared: Path, line: str, again: bool = False) -> None:
    """Run a command as it is written, but with few runs, on the threads of this machine.

    Nothing is simulated twice, in whatever worker: each leaves a mark in the shared folder.
    """
    for path, maker in NEEDED.items():
        if path in line and line != maker and not line.startswith("jangmadang scenarios") and not Path(path).exists():
            run_command(monkeypatch, shared, maker, again=True)
    for executor in re.findall(r" --executor (\S+)", line):
        _parsed(executor)
    program, *words = shlex.split(re.sub(r" --(executor|runs|samples|trajectories|seeds) \S+", "", line))
    assert program in ("jangmadang", ".venv/bin/jangmadang")
    words += FEWEST.get("sobol" if "sobol" in words else words[0], []) if words[0] != "run" or "--runs" in line else []
    if "--posterior" in words and "--no-draws" in words:
        words.remove("--no-draws")
    if words[0] in FEWEST and "--save-state" not in words:
        mark = shared / f"simulated-{sha256(shlex.join(words).encode()).hexdigest()[:16]}"
        if mark.exists() and not again:
            return
        mark.touch()
    answers = io.BytesIO((b"y\n" if "regimes" in words else b"a\n") * 99)  # write it; accept the record
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdin", io.TextIOWrapper(answers))
        if words[0] != "outlook" or "--economy" in words:
            IN_MINIATURE.get(words[0], lambda _: None)(patched.setattr)
        assert main(words) in (0, SAYS_NO.get(words[0], 0)), line
    assert "--out" not in words or list(Path(words[words.index("--out") + 1]).iterdir()), line


def execute_python(text: str) -> None:
    """Run a block of Python with two replicates in this process."""
    fewer = re.sub(r"(jm\.compare\([^()]*?)(, runs=\d+)?\)", r"\1, runs=2, draws=False)", text)
    fewer = re.sub(r"\bruns=\d+", "runs=2", fewer).replace("processes:4", "threads:2")
    exec(fewer, {"__name__": "__main__", "folder": Path("results/reading")})


def test_everything_is_known() -> None:
    found = [*examples_of_help(), *(example for name in PAGES for example in examples_of_page(name))]
    named = set()
    for example in found:
        words = shlex.split(example.text) if example.kind in ("command", "span") else []
        if example.text in OTHERS:
            named.add(example.text)
        elif example.text == BENCH:
            assert example.place.startswith("docs/speed.md")
        elif not words:
            assert example.kind in OTHER_LANGUAGES or example.kind == "python", example
        elif words[0] == "make":
            assert re.search(rf"^{words[1]}:", MAKEFILE, re.M), example
        else:
            assert Path(words[0]).name == "jangmadang", example
            command, rest = resolved(words[1:])
            assert options_exist(command, rest), example
    assert named == OTHERS, "what is named is on a page"
    assert all(example.place.startswith(HOW_TO) for example in found if example.kind == "sh")
    assert len(found) > 80


@pytest.mark.parametrize("name", ["--help", *(name for name in PAGES if name != HOW_TO)])
def test_examples_run(
    name: str, pages_folder: None, execute: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    if name == "README.md":
        execute(re.findall(r"^run:.*\n\t@\$\(BIN\)/(.+)$", MAKEFILE, re.M)[0], again=True)
        assert Path("results/hyesan/report.html").is_file() and list(Path("results/hyesan/figures").iterdir())
    else:
        said = AgainstBase("it differs.", {"text": "It differs."})  # README.md's runs and test_against_base.py compare
        monkeypatch.setattr(against_base, "against_base", lambda *_: said)
    monkeypatch.setattr(page, "run_pages", lambda *_, **__: {})  # drawn above
    monkeypatch.setattr(comparison, "comparison_files", lambda *_, **__: {})  # drawn in test_compare_command.py
    done = set()
    for example in examples_of_help() if name == "--help" else examples_of_page(name):
        if example.text in {*OTHERS, BENCH, *done} or example.text.startswith("make "):
            continue
        done.add(example.text)
        if example.kind == "python" and name not in PYTHON_ELSEWHERE:
            execute_python(example.text)
        elif (
            example.kind == "command"
            or example.kind == "span"
            and not is_synopsis(resolved(shlex.split(example.text)[1:])[1])
        ):
            execute(example.text)


def test_the_bench_is_kept_as_a_page_says(pages_folder: None, monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = {example.text for example in examples_of_page("docs/speed.md") if " > " in example.text}
    assert line == BENCH and (ROOT / BENCH.split()[-1]).is_file()
    Path("docs").mkdir()
    short_bench(monkeypatch.setattr)
    run_module(line)
    assert "whole country" in Path("docs/bench.txt").read_text("utf-8") and Path("bench.json").is_file()


def test_facts_are_run_on_a_cluster_as_a_page_says(pages_folder: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheduler of this process stands in for the one that the page names."""
    distributed = pytest.importorskip("distributed")
    dask = [example.text for example in examples_of_page("docs/ensembles.md") if "dask://" in example.text]
    (line,) = (text for text in dask if text.startswith("jangmadang facts"))
    options = {"n_workers": 1, "threads_per_worker": 1, "processes": False, "protocol": "tcp", "host": "127.0.0.1"}
    with distributed.LocalCluster(**options, dashboard_address=None, silence_logs="ERROR") as cluster:
        here = cluster.scheduler_address.removeprefix("tcp://")
        words = re.sub(r"(?<= dask://)\S+", here, re.sub(r"(?<= --seeds) \d+", " 2", line)).split()
        IN_MINIATURE["facts"](monkeypatch.setattr)
        assert main(words[1:]) in (0, SAYS_NO["facts"])
