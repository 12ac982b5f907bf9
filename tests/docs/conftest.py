"""Make the generator of the pages importable."""

from __future__ import annotations

import sys
from pathlib import Path

MAKERS = Path(__file__).parents[2] / "scripts" / "docs"
sys.path.insert(0, str(MAKERS))
