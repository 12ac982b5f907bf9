"""Ask the ten questions of docs/questions.yaml as an analyst would; write what is printed to docs/questions.json."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

DOCS = Path(__file__).resolve().parents[1] / "docs"
QUESTIONS, FILES, TARGET = DOCS / "questions.yaml", DOCS / "questions", DOCS / "questions.json"


def asked(command: str, folder: Path) -> str:
    """What a command prints; it must end well."""
    done = subprocess.run(
        [sys.executable, "-m", "jangmadang", *shlex.split(command)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"jangmadang {command}: {done.stderr}")
    return done.stdout


def shown(printed: str, wanted: Sequence[str]) -> list[str]:
    """The lines that a page shows, in their order, each once."""
    lines = [line.rstrip() for line in printed.splitlines() if line.strip()]
    if wanted:
        lines = [line for line in lines if any(re.search(pattern, line) for pattern in wanted)]
    return list(dict.fromkeys(lines))


def main() -> None:
    """Ask all, in one folder, a command only once."""
    questions: dict[int, dict[str, Any]] = yaml.safe_load(QUESTIONS.read_text("utf-8"))
    printed: dict[str, str] = {}
    answers: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for path in FILES.iterdir():
            shutil.copy(path, folder)
        for number, item in questions.items():
            for command in item["commands"]:
                if command not in printed:
                    print(f"jangmadang {command}", file=sys.stderr, flush=True)
                    printed[command] = asked(command, folder)
            answers[str(number)] = shown("\n".join(printed[command] for command in item["commands"]), item["show"])
    new = TARGET.with_suffix(".new")
    new.write_text(json.dumps(answers, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    new.replace(TARGET)


if __name__ == "__main__":
    main()
