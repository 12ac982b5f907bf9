"""Directories of results: written aside, renamed when complete, replaced by an answer to the same question alone."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from jangmadang.errors import InputError, NotWrittenError
from jangmadang.files import is_running

MOST_NAMED = 5
#: What may differ between two answers to one question.
_WORDING = ("title", "question", "seed", "resolution")
#: Files of a result, by the first part of their names, where a manifest of an older version lists none.
_OWN = re.compile(
    r"(?:(?:data|replicates)\.zarr|tables|ledger|figures|(?:manifest|summary|facts|diagnosis)\.json|answer\.txt"
    r"|(?:runs|members)-[\w-]+\.jsonl|posterior\.nc|(?:table|sensitivity|parameters)\.csv"
    r"|(?:report|facts|comparison)\.(?:html|xlsx)|(?:comparison|sensitivity)\.(?:png|svg))(?:/|$)"
)
_GOES_ON = re.compile(r"(?:runs|members)-[\w-]+\.jsonl")  # what a screening or a fit has kept, and goes on with
_OF_DESKTOPS = re.compile(r"(?:.*/)?(?:\.DS_Store|Thumbs\.db|desktop\.ini)")
_HOST = re.sub(r"\W", "", socket.gethostname())[:20] or "host"


def check_writable(out: Path, goes_on: bool = False) -> None:
    """Refuse early where no result could be written: a file in the way, files of no result, no permission.

    One that `goes_on` may find what it kept itself.
    """
    try:
        os.fsencode(out)
    except UnicodeEncodeError:
        names = f"names of files are in {sys.getfilesystemencoding()} here"
        raise InputError(
            f"Cannot write results to {out}: {names}. Choose another --out, or set PYTHONUTF8=1."
        ) from None
    try:
        if out.exists() and not out.is_dir():
            raise InputError(f"Cannot write results to {out}: a file of that name is in the way. Choose another --out.")
        foreign = [name for name in _foreign(out) if not (goes_on and _GOES_ON.fullmatch(name))]
        if foreign:
            named = ", ".join(foreign[:MOST_NAMED]) + (", ..." if len(foreign) > MOST_NAMED else "")
            raise InputError(
                f"Cannot write results to {out}: the directory holds other files ({named}), which would be lost. "
                "Move them elsewhere, or choose another --out."
            )
        out.parent.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=out.parent).close()
    except OSError as error:
        raise InputError(f"Cannot write results to {out}: {error.strerror}. Choose another --out.") from error


def _foreign(out: Path) -> list[str]:
    """Files of a folder that no result has written: its manifest does not list them, or there is none."""
    names = [name for name in _files(out) if not _OF_DESKTOPS.fullmatch(name)]
    if not (out / "manifest.json").is_file():
        return names
    listed = (_manifest(out) or {}).get("files")
    if isinstance(listed, list):
        return [name for name in names if name not in ("manifest.json", *listed)]
    return [name for name in names if not _OWN.match(name)]


def _files(folder: Path) -> list[str]:
    """Names of all files below a folder; a Zarr store is one."""
    paths = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    names = (path.relative_to(folder).as_posix() for path in paths)
    return sorted({name.partition(".zarr/")[0] + ".zarr" if ".zarr/" in name else name for name in names})


def _manifest(out: Path) -> dict[str, Any] | None:
    """What a manifest says; None where there is none or it is damaged."""
    try:
        kept = json.loads((out / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return kept if isinstance(kept, dict) else None


def check_free(out: Path, asked: Mapping[str, Any], replace: bool = False) -> None:
    """Refuse early a folder that cannot be written, or whose finished store answers another question or has more runs.

    Parameters
    ----------
    out : the directory of the results.
    asked : what its manifest will say of scenarios, seeds, resolution and weeks; see `question_of_run`.
    replace : write over it all the same.

    Raises
    ------
    InputError
        If nothing can be written there, or the store there would be lost; the message says why and names the remedies.
    """
    check_writable(out, goes_on="screening" in asked or "calibration" in asked)
    if replace or not (out / "manifest.json").is_file():
        return
    kept = _manifest(out)
    try:
        differences = (
            None if kept is None else list(_differences(kept, json.loads(json.dumps(dict(asked), default=str))))
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        differences = None
    if differences is None:
        raise InputError(
            f"{out / 'manifest.json'} is damaged, so what {out} holds is not known: give --out FOLDER to keep it, or "
            "--replace to write over it"
        )
    if differences:
        raise InputError(
            f"{out} holds other results ({'; '.join(differences)}): give --out FOLDER to keep both, or --replace to "
            "write over them"
        )


def question_of_run(
    scenario: Any, seed: int, resolution: str | int, weeks: int, replicates: int, draws: bool | str = False
) -> dict[str, Any]:
    """What a run asks, as its manifest keeps it; draws are near the scenario's, or of a posterior with that hash."""
    return {
        "scenario": scenario.model_dump(mode="json"),
        "seed": seed,
        "resolution": str(resolution),
        "weeks": weeks,
        "replicates": [None] * replicates,
        "draws": draws,
    }


def question_of_comparison(
    scenarios: Any, seed: int, runs: int, resolution: str | int, draws: bool | str = False
) -> dict[str, Any]:
    """What a comparison asks, as its manifest keeps it: the scenarios run to one end."""
    end = str(max(scenario.end for scenario in scenarios))
    return {
        "scenarios": [{"scenario": {**scenario.model_dump(mode="json"), "end": end}} for scenario in scenarios],
        "seeds": list(range(seed, seed + runs)),
        "resolution": str(resolution),
        "draws": draws,
    }


def question_of_screening(
    scenario: Any,
    question: Any,
    method: str,
    count: int,
    only: Sequence[str],
    resolution: str | int,
    posterior: str = "",
) -> dict[str, Any]:
    """What a screening, or an analysis by Sobol indices, asks, as its manifest keeps it; a posterior by its hash."""
    left = f", over what posterior {posterior} leaves" if posterior else ""
    each = "samples" if method == "sobol" else "trajectories"
    return {
        "scenario": scenario.model_dump(mode="json"),
        "resolution": str(resolution),
        "screening": f"{question}, {count} {each} of {', '.join(sorted(only)) or 'all parameters'}{left}",
    }


def question_of_calibration(
    scenario: Any, known_by: str | None, tables: Sequence[str], plan: Mapping[str, Any]
) -> dict[str, Any]:
    """What a calibration asks, as its manifest keeps it."""
    known = f"prices known by {known_by}" if known_by else "all prices"
    words = [known, *(f"with {table}" for table in tables), *(f"{name} {value}" for name, value in plan.items())]
    return {"scenario": scenario.model_dump(mode="json"), "calibration": ", ".join(words)}


def _differences(kept: Mapping[str, Any], asked: Mapping[str, Any]) -> Iterator[str]:
    """In what a store differs from what is asked, in words."""
    kinds = ("scenario", "scenarios", "facts", "screening", "calibration")
    if any((kind in kept) != (kind in asked) for kind in kinds):
        yield "of another kind"
        return
    old, new = _scenarios_of(kept), _scenarios_of(asked)
    if "scenarios" in asked and [item["name"] for item in old] != [item["name"] for item in new]:
        yield f"scenarios {', '.join(item['name'] for item in old)}"
        return
    for before, after in zip(old, new, strict=True):
        keys = [key for key in before if key not in _WORDING and before[key] != after.get(key)]
        if keys:
            words = [f"{key} {before[key]}" if key in ("name", "start", "end") else f"other {key}" for key in keys]
            yield f"{after['name']}: {', '.join(words)}"
    if set(kept.get("facts", ())) - set(asked.get("facts", ())):
        yield f"facts {', '.join(kept['facts'])}"
    for key in ("seed", "resolution", "weeks", "screening", "calibration"):
        if key in kept and key in asked and str(kept[key]) != str(asked[key]):
            yield f"{key} {kept[key]}, not {asked[key]}"
    for key, what in (("replicates", "replicates"), ("seeds", "pairs of runs")):
        had, has = len(kept.get(key, ())), len(asked.get(key, ()))
        if key in asked and had > has:
            yield f"{had} {what}, not {has or 'none'}"
        if had and key in asked and kept.get("draws", False) != asked.get("draws", False):
            yield f"{what} {'with other' if kept.get('draws') else 'without'} draws of parameters"


def _scenarios_of(manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The scenarios that a manifest names, in full."""
    alone = [manifest["scenario"]] if "scenario" in manifest else []
    return alone + [item["scenario"] for item in manifest.get("scenarios", ())]


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """A fresh sibling directory that takes the place of `out` at the end, or vanishes if anything goes wrong.

    Of a link the directory it leads to is replaced. What a killed process left of an earlier one is cleared away first.

    Raises
    ------
    NotWrittenError
        If the disk is full or the directory cannot be written.
    """
    out = Path(os.path.realpath(out))
    check_writable(out)
    _clear_left_over(out)
    try:
        temporary = Path(tempfile.mkdtemp(prefix=_prefix(out), dir=out.parent))
        try:
            temporary.chmod(0o755)
            yield temporary
            _list_files(temporary)
            _swap(temporary, out)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
    except OSError as error:
        raise NotWrittenError(f"{out} could not be written: {error.strerror or error}") from error


def _list_files(folder: Path) -> None:
    """Have a manifest list the files of its result: others that come into the folder are not overwritten."""
    if (kept := _manifest(folder)) is not None:
        text = json.dumps({**kept, "files": _files(folder)}, indent=2, ensure_ascii=False)
        (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


def _prefix(out: Path, kind: str = "") -> str:
    """How the name of a directory begins that this process has made beside `out`."""
    return f".{out.name}-{kind}{_HOST}-{os.getpid()}-"


def _clear_left_over(out: Path) -> None:
    """Remove what processes that are gone have left beside `out`; put back a result that one was about to replace."""
    pattern = re.compile(rf"\.{re.escape(out.name)}-(old-)?{re.escape(_HOST)}-(\d+)-\w+")
    with suppress(OSError):
        for path in list(out.parent.iterdir()):
            found = pattern.fullmatch(path.name)
            if not found or is_running(int(found[2])):
                continue
            if found[1] and (path / out.name).is_dir() and not out.exists():
                (path / out.name).rename(out)
            shutil.rmtree(path, ignore_errors=True)


def _swap(new: Path, out: Path) -> None:
    """Rename the new directory into place; the old one is kept until that has happened."""
    if not out.exists():
        new.rename(out)
        return
    aside = Path(tempfile.mkdtemp(prefix=_prefix(out, "old-"), dir=out.parent))
    old = aside / out.name
    out.rename(old)
    try:
        new.rename(out)
    except BaseException:
        old.rename(out)
        aside.rmdir()
        raise
    shutil.rmtree(aside, ignore_errors=True)
