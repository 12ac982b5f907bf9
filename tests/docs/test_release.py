"""What a release carries and says of itself: one version and day, licences, every file in the source archive."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import jangmadang

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
#: For the workplace alone, not for whoever has the archive.
LEFT_OUT = (".ci/", ".github/", ".gitignore")
ALWAYS_IN = ("README.md", "LICENSE", "pyproject.toml", "MANIFEST.in")


def test_one_version_and_one_day() -> None:
    version, day = re.findall(r"^## (\d+\.\d+\.\d+) \((\d{4}-\d{2}-\d{2})\)$", changelog(), re.M)[0]
    assert version == PROJECT["project"]["version"] == jangmadang.__version__ == CITATION["version"]
    assert str(CITATION["date-released"]) == day


def test_changelog_is_dated_newest_first() -> None:
    heads = re.findall(r"^## (.+)$", changelog(), re.M)
    days = [re.fullmatch(r"\d+\.\d+\.\d+ \((\d{4}-\d{2}-\d{2})\)", head) for head in heads]
    assert all(days), heads
    assert [day[1] for day in days if day] == sorted((day[1] for day in days if day), reverse=True)


def test_citation_says_what_it_needs() -> None:
    assert CITATION["cff-version"] == "1.2.0" and CITATION["type"] == "software"
    assert CITATION["license"] == PROJECT["project"]["license"]
    for key in ("title", "abstract", "message", "authors", "keywords"):
        assert CITATION[key], key


def test_licences_of_code_and_data_are_carried() -> None:
    for file in PROJECT["project"]["license-files"]:
        assert (ROOT / file).read_text("utf-8").strip(), file
    said = (ROOT / "src/jangmadang/evidence/data/LICENCES.txt").read_text("utf-8")
    for part in ("evidence/data/*.csv", "serve/outline.json", "serve/static/vendor/*.js"):
        assert part in said and list((ROOT / "src/jangmadang").glob(part)), part


def test_the_archive_holds_every_file() -> None:
    """MANIFEST.in names each file that is kept in the repository, or a folder above it."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("the repository itself is needed")
    manifest = (ROOT / "MANIFEST.in").read_text("utf-8")
    named = {name for line in re.findall(r"^include (.+)$", manifest, re.M) for name in line.split()}
    folders = tuple(f"{folder}/" for folder in ["src", *re.findall(r"^graft (\S+)$", manifest, re.M)])
    kept = subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True).splitlines()
    lost = [file for file in kept if not file.startswith((*folders, *LEFT_OUT)) and file not in {*named, *ALWAYS_IN}]
    assert len(kept) > 500 and not lost


def test_the_wheel_holds_every_kind_of_data() -> None:
    """Files beside the code are installed by their endings."""
    endings = PROJECT["tool"]["setuptools"]["package-data"]["*"]
    package = ROOT / "src" / "jangmadang"
    beside = [
        path for path in package.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc", ".nbi", ".nbc")
    ]
    lost = [str(path) for path in beside if not any(path.match(ending) for ending in endings)]
    assert len(beside) > 50 and not lost


def changelog() -> str:
    """What changed."""
    return (ROOT / "CHANGELOG.md").read_text("utf-8")
