"""Bench runs are kept and stand in the table of releases, but for BUSY, quick and uncommitted ones."""

import json
from pathlib import Path

import pytest

from benchmarks import keeping

MAKERS = Path(__file__).parents[2] / "scripts" / "docs"
FOUND = {
    "model": {"version": "0.1.0", "commit": "abc1234"},
    "machine": {"date": "2026-12-01", "processor": "AMD EPYC", "cores": 2, "load_before": 0.1, "busy": False},
    "against_budget": {"default run": 0.361234567, "calibration run": 1.1},
    "peers": {"numpy": 2.6},
    "peer_timings": [{"peer": "numpy"}],
    "forks": {"default": {"copy_weeks": 1.4}},
    "default_run_s": 5.4,
}


def test_history_round_trip(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(MAKERS)
    import blocks_of_data

    assert blocks_of_data.bench_history(tmp_path) == "No run has been kept yet."
    path = keeping.keep(FOUND, tmp_path)
    assert path.name == "2026-12-01_abc1234_amd-epyc-2-cores.json"
    kept = json.loads(path.read_text("utf-8"))
    assert kept["against_budget"] == {"default run": 0.3612, "calibration run": 1.1}
    assert kept == {name: kept.get(name) if name == "against_budget" else FOUND[name] for name in kept}
    assert "peer_timings" not in kept

    keeping.keep({**FOUND, "machine": {**FOUND["machine"], "date": "2026-11-30"}}, tmp_path)
    older, newer = blocks_of_data.bench_history(tmp_path).splitlines()[2:]
    assert older.startswith("| 0.1.0 (abc1234) | 2026-11-30 | AMD EPYC, 2 cores | 0.361 | 1.1 | – |")
    assert newer.endswith("| – | 2.6 | – | – | 1.4 | – |")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"machine": {**FOUND["machine"], "busy": True}}, "other programs were running"),
        ({"model": {"version": "0.1.0", "commit": "abc1234+"}}, "its code is not that of a commit"),
        ({"model": {"version": "0.1.0", "commit": ""}}, "its code is not that of a commit"),
    ],
)
def test_what_is_not_kept(change, reason, tmp_path, capsys):
    bench, folder = tmp_path / "bench.json", tmp_path / "history"
    bench.write_text(json.dumps({**FOUND, **change}), "utf-8")
    keeping.main(bench, folder)
    assert reason in capsys.readouterr().out
    assert not folder.exists()


def test_a_quiet_run_is_kept(tmp_path, capsys):
    bench, folder = tmp_path / "bench.json", tmp_path / "history"
    bench.write_text(json.dumps(FOUND), "utf-8")
    keeping.main(bench, folder)
    assert [path.name for path in folder.iterdir()] == [keeping.file_name(FOUND)]
    assert keeping.file_name(FOUND) in capsys.readouterr().out


def test_quick_runs_are_not_kept():
    assert keeping.why_not({name: FOUND[name] for name in FOUND if name != "default_run_s"}) == "it was a quick one"
    assert keeping.why_not(FOUND) == ""
