"""What an installation without extras and test tools has is enough for what it offers."""

from __future__ import annotations

import subprocess
import sys

#: Hides every package that a plain installation would not bring, and then does what needs most of them.
SCRIPT = """
import re, sys
from importlib import metadata

def needed(name, known):
    name = re.sub(r"[-_.]+", "-", name).lower()
    if name in known:
        return
    try:
        asked = metadata.requires(name) or []
    except metadata.PackageNotFoundError:  # for another system or Python
        return
    known.add(name)
    for one in asked:
        if "extra ==" not in one:
            needed(re.match(r"[\\w.-]+", one)[0], known)

known = set()
needed("jangmadang", known)

owners_of = metadata.packages_distributions()

class Plain:
    def __init__(self, finder):
        self.finder = finder

    def __getattr__(self, name):
        return getattr(self.finder, name)

    def find_spec(self, name, path=None, target=None):
        owners = {re.sub(r"[-_.]+", "-", one).lower() for one in owners_of.get(name.partition(".")[0], ())}
        return None if owners and not owners & known else self.finder.find_spec(name, path, target)

sys.meta_path[:] = [Plain(finder) for finder in sys.meta_path]
from jangmadang.scenario.posterior import posterior_of
assert posterior_of("shipped").settings(1)
import xarray as xr
assert xr.Dataset({"a": ("week", [1.0])}).to_netcdf(engine="h5netcdf")
from jangmadang.commands.main import main
assert main(["run", "--help"]) == main(["compare", "--help"]) == main(["calibrate", "--help"]) == 0
import jangmadang.economy_outlook.asking, jangmadang.inference.calibrating, jangmadang.report.page
for name in ("pytest", "starlette", "arviz"):
    try:
        __import__(name)
    except ModuleNotFoundError:
        continue
    raise SystemExit(f"{name} is not hidden")
"""


def test_a_plain_installation_reads_posteriors_and_knows_all_commands() -> None:
    found = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True)
    assert found.returncode == 0, found.stderr
