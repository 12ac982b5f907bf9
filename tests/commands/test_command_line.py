"""The command as a user meets it: exit codes, one-line messages, nothing half-written."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import types
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import jangmadang
from jangmadang.commands.main import main
from jangmadang.errors import CheckError, InputError, RunLostError

PACKS = Path(__file__).parent.parent / "scenario" / "packs"
BASE = str(PACKS / "scenarios" / "base.yaml")


@pytest.fixture(autouse=True)
def in_empty_folder_with_test_packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder, against the small packs of the tests."""
    from jangmadang.commands import asking
    from jangmadang.explaining import explanation
    from jangmadang.scenario import reading

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reading, "PACKS", PACKS)
    for function in (asking.write_new_scenario, asking.scenario_list, explanation.explanation):
        monkeypatch.setattr(function, "__defaults__", (PACKS,))


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Stand in for the engine, the report and the store; return the calls they get."""
    import jangmadang.report  # noqa: F401  # whole, before a part of it is replaced

    calls: list[dict[str, Any]] = []

    def simulate(scenario: Any, *arguments: Any, since: Any, keep: Any) -> str:
        *given, progress = arguments
        progress(1, 2)
        names = ("seed", "resolution", "until", "threads")
        calls.append({"scenario": scenario, **dict(zip(names, given, strict=True)), "since": since, "keep": keep})
        return "main"

    class NothingKept:
        def __init__(self, *_: Any) -> None: ...

        read = path = remove = write = lambda *_: None

    class Kept(dict[int, str]):
        def __init__(self, folder: Path, ensemble: Any) -> None:
            self.folder = folder / "key"

        def remove(self) -> None: ...

    def run_missing(ensemble: Any, seeds: range, workers: Any, kept: Kept, progress: Any) -> None:
        kept.update(dict.fromkeys(seeds, "replicate"))
        calls[-1] |= {"ensemble": ensemble[1:], "seeds": list(seeds), "workers": workers._max_workers}

    def write_run(main: str, replicates: Any, out: Path, report: Any) -> Path:
        assert main == "main" and set(replicates) <= {"replicate"}
        out.mkdir(parents=True)
        row = {"indicator": "Rice", "unit": "KPW/kg", "now": 5.0, "low": 4.0, "high": 6.0, "change": 50.0}
        row["change_unit"] = "%"
        summary = {
            "scenario": "base",
            "weeks": 104,
            "households": 100,
            "seconds": 1.0,
            "household_weeks_per_second": 1e4,
            "table": [row],
        }
        (out / "summary.json").write_text(json.dumps(summary))
        return out

    _stand_in(
        monkeypatch,
        "jangmadang.engine.run",
        simulate=simulate,
        Keep=None,
        check_goes_on=None,
        weeks_until=lambda scenario, until: 104,
    )
    _stand_in(monkeypatch, "jangmadang.results.kept_record", KeptRecord=NothingKept)
    _stand_in(monkeypatch, "jangmadang.engine.state", past_of=None, save_state=None)
    made = {
        "Ensemble": lambda *asked, draws, posterior: asked,
        "KeptRuns": Kept,
        "ensemble_from": None,
        "run_missing": run_missing,
    }
    _stand_in(monkeypatch, "jangmadang.results.ensemble", REPLICATE_RESOLUTION="calibration", **made)
    _stand_in(monkeypatch, "jangmadang.report.page", run_pages=None)
    monkeypatch.setattr("jangmadang.results.store.write_run", write_run)
    return calls


def _stand_in(monkeypatch: pytest.MonkeyPatch, name: str, **contents: Any) -> None:
    """Put a module in place of one that is costly to import."""
    module = types.ModuleType(name)
    for key, value in contents.items():
        setattr(module, key, value)
    monkeypatch.setitem(sys.modules, name, module)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that must end with exit 2, an empty standard output and no file; return its message."""
    before = sorted(Path().rglob("*"))
    assert main(list(arguments)) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert "Traceback" not in output.err
    assert sorted(Path().rglob("*")) == before
    return output.err


def test_a_run_prints_a_table_and_passes_its_options_on(
    engine: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--until", "2015-12-28", "--seed", "5", "--runs", "3", "--resolution", "10", "--threads", "2"]
    settings = ["--set", "spending_share=0.6", "--set", "crop_price[rice]=6000", "--set", "samples=off"]
    assert main(["run", BASE, *options, *settings, "--set", "currency=monetary"]) == 0
    call = engine[0]
    scenario = call.pop("scenario")
    assert call.pop("ensemble") == ("calibration", call["until"])
    assert scenario.parameters == {"spending_share": 0.6, "crop_price": {"rice": 6000}}
    assert (scenario.switches, scenario.theories) == ({"samples": False}, {"currency": "monetary"})
    assert call.pop("until").isoformat() == "2015-12-28"
    assert (call.pop("seeds"), call.pop("workers")) == ([6, 7, 8], 2)
    assert call == {"seed": 5, "resolution": 10, "threads": 2, "since": None, "keep": None}
    output = capsys.readouterr().out
    assert "Rice" in output and "+50 %" in output and "results/base" in output


def test_json_is_all_that_standard_output_holds(
    engine: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "base", "--json", "--out", "there"]) == 0
    assert json.loads(capsys.readouterr().out)["weeks"] == 104
    assert Path("there/summary.json").is_file()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "bas"], ["bas", "did you mean 'base'"]),
        (["run", "absent.yaml"], ["absent.yaml"]),
        (["run", "base", "--set", "spendin_share=1"], ["spendin_share", "'spending_share'"]),
        (["run", "base", "--set", "spending_share"], ["NAME=VALUE"]),
        (["run", "base", "--set", "spending_share=much"], ["spending_share", "number"]),
        (["run", "base", "--set", "spending_share=7"], ["spending_share", "[0.2, 0.9]"]),
        (["run", "base", "--set", "crop_price[ryce]=700"], ["ryce", "'rice'"]),
        (["run", "base", "--set", "samples=perhaps"], ["samples", "on or off"]),
        (["run", "base", "--set", "currency=monetry"], ["'monetary'"]),
        (["run", "base", "--until", "2015-02-30"], ["--until", "2015-02-30"]),
        (["run", "base", "--until", "2031-01-06"], ["--until", "end 2017-01-02"]),
        (["run", "base", "--resolution", "fine"], ["resolution", "calibration"]),
        (["run", "base", "--seed", "-1"], ["--seed"]),
        (["run", "base", "--threads", "0"], ["--threads"]),
        (
            ["run", "base", "--runs", "2", "--executor", "procesess:2"],
            ["no executor 'procesess:2'", "processes:N", "dask://HOST:PORT"],
        ),
        (["run", "base", "--runs", "2", "--executor", "processes:0"], ["no executor 'processes:0'"]),
        (["run", "base", "--runs", "2", "--executor", "dask://host"], ["no executor 'dask://host'"]),
        (["run", "base", "--executor", "processes:2"], ["--executor makes replicates", "--runs N"]),
        (["run", "base", "--executor", "threads"], ["--executor makes replicates", "--runs N"]),
        (["run", "base", "--sede", "1"], ["--sede", "--seed"]),
        (["run"], ["SCENARIO"]),
        (["explain", "spendin_share"], ["'spending_share'"]),
        (["scenarios", "new", "../escape"], ["cannot name"]),
        (["scenarios", "new", "base"], ["shipped"]),
        (["rnu"], ["rnu"]),
    ],
)
def test_bad_input_is_refused(
    arguments: list[str], words: list[str], engine: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    message = refused(capsys, *arguments)
    for word in words:
        assert word in message
    assert not engine


def test_an_unwritable_folder_is_refused_before_the_run(
    engine: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("file").write_text("mine")
    Path("folder").mkdir()
    Path("folder/note").write_text("mine")
    for out in ("file", "file/below", "folder"):
        assert out in refused(capsys, "run", "base", "--out", out)
    assert not engine


def test_a_mistake_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    Path("asked.yaml").write_text("extends: base\npaths:\n  opennes: []\n")
    message = refused(capsys, "run", "asked.yaml")
    assert message.startswith("jangmadang: asked.yaml: ") and message.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "code", "word"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (CheckError("yuan do not balance"), 1, "yuan"),
        (RunLostError("run 7 was lost"), 1, "run 7"),
        (InputError("no"), 2, "no"),
    ],
)
def test_a_run_that_stops_leaves_nothing(
    error: BaseException,
    code: int,
    word: str,
    engine: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def stop(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(sys.modules["jangmadang.engine.run"], "simulate", stop)
    assert main(["run", "base", "--json", "--out", "out"]) == code
    output = capsys.readouterr()
    assert output.out == "" and word in output.err and "Traceback" not in output.err
    assert list(Path().iterdir()) == []


def test_new_scenario_is_short_loads_and_is_not_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scenarios", "new", "mine"]) == 0
    assert "mine.yaml" in capsys.readouterr().out
    text = Path("mine.yaml").read_text()
    assert len(text.splitlines()) <= 12 and "#" in text
    Path("mine.yaml").write_text(text.replace("extends: hyesan ", "extends: base "))
    scenario = jangmadang.load("mine.yaml", PACKS)
    assert (scenario.name, scenario.end.isoformat()) == ("mine", "2026-11-23")
    assert scenario.weekly_paths(date(2026, 3, 16), 1).openness[0, 1].tolist() == [0, 0]


def test_a_scenario_file_is_never_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine.yaml").write_text("mine")
    assert "exists already" in refused(capsys, "scenarios", "new", "mine")
    assert Path("mine.yaml").read_text() == "mine"


def test_a_disk_without_room_leaves_no_file() -> None:
    command = f"ulimit -f 0; exec {sys.executable} -m jangmadang scenarios new mine"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("jangmadang: mine.yaml cannot be written: ") and done.stderr.count("\n") == 1
    assert list(Path().iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", ["scenarios", "evidence list --item rice", "explain rice_price --json", "--help"])
def test_output_that_cannot_be_written_is_one_line(command: str) -> None:
    with Path("/dev/full").open("w") as full:
        arguments = [sys.executable, "-m", "jangmadang", *command.split()]
        done = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, text=True)
        assert done.returncode == 2
        assert done.stderr == "jangmadang: standard output cannot be written (No space left on device)\n"
        assert subprocess.run(arguments, stdout=full, stderr=full).returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_run_that_cannot_be_printed_says_where_its_results_are(
    options: list[str],
    engine: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert main(["run", "base", "--out", "out", *options]) == 2
    said = capsys.readouterr().err.splitlines()
    assert said[-1] == "jangmadang: standard output cannot be written (No space left on device); the results are in out"
    assert Path("out/summary.json").is_file()


def test_lists_scenarios(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scenarios"]) == 0
    assert "A base for the tests" in capsys.readouterr().out
    assert main(["scenarios", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["name"] == "base"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("spending_share", ["Share of income", "0.5", "0.2 to 0.9", "W005", "used by"]),
        ("crop_price", ["rice", "5000", "KPW/kg", "assumed", "For the tests"]),
        ("openness", ["path", "Openness", "private_smuggling"]),
        ("samples", ["mechanism", "trader_profit_median goes down"]),
        ("exchange", ["order_flow, monetary"]),
        ("exchange_rate_reported_kpw_per_cny", ["reports"]),
        ("rice_price", ["KPW/kg", "week, place"]),
        ("turnover_constant_prices", ["indicator"]),
    ],
)
def test_explains_names(name: str, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", name]) == 0
    output = capsys.readouterr().out
    for word in words:
        assert word in output
    assert main(["explain", name, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == name


def test_version_and_help_without_heavy_imports() -> None:
    code = (
        "import sys\nfrom jangmadang.commands.main import main\n"
        "assert main(['--version']) == 0 and main(['run', '--help']) == 0\n"
        "heavy = {'numpy', 'numba', 'pandas', 'xarray', 'pydantic', 'matplotlib', 'rich', 'yaml'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert jangmadang.__version__ in done.stdout


def test_the_module_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "jangmadang", "run", "hyesann"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean 'hyesan'" in done.stderr


def test_ctrl_c_from_outside_ends_in_one_line() -> None:
    code = (
        "import os, signal, sys, types\nfrom jangmadang.commands import main, run\n"
        "def interrupted(*_): os.kill(os.getpid(), signal.SIGINT); import time; time.sleep(5)\n"
        "run._simulate = interrupted\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # a background shell leaves it ignored\n"
        "sys.exit(main.main(['run', sys.argv[1], '--out', 'out']))\n"
    )
    path = Path("tiny.yaml")
    path.write_text("start: 2015-01-05\nend: 2015-03-02\n")
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 128 + signal.SIGINT
    assert done.stderr.strip() == "jangmadang: interrupted; no results were written"
    assert not Path("out").exists()
