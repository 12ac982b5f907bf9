"""`python -m jangmadang` is the `jangmadang` command."""

from __future__ import annotations

import sys

from jangmadang.commands.main import main

if __name__ == "__main__":
    sys.exit(main())
