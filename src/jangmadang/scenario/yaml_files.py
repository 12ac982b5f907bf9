"""Reading YAML so that every mistake in a file becomes one clear message."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from jangmadang.errors import InputError

PACKS = Path(str(files("jangmadang.scenario"))) / "packs"
"""The folder of the shipped data packs."""

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]  # either of two bases
    """Safe YAML with plain numbers, dates left as text, and no key written twice."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith((":timestamp", ":int", ":float"))]
        for first, pairs in _Base.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """Build a mapping and refuse a repeated key, which YAML would silently overwrite."""
        seen = set()
        for key_node, _ in node.value:
            key = key_node.value
            if isinstance(key, str):
                if key in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"'{key}' is written twice", key_node.start_mark
                    )
                seen.add(key)
        return super().construct_mapping(node, deep)


_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9_]*)$"), list("-+0123456789"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?$|^[-+]?\.inf$|^\.nan$"),
    list("-+.0123456789"),
)


def read_yaml(path: Path) -> Any:
    """Return the content of a YAML file; dates stay text until a model reads them.

    Raises
    ------
    InputError
        If the file is missing, unreadable, not UTF-8 or not YAML, with the line.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise InputError(f"{path} is a folder; name a YAML file") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is not a UTF-8 text file; save it as UTF-8") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from None
    return parse_yaml(text, str(path))


def _remedy(text: str, line: int) -> str:
    """What to write instead, where the slip is one that is often made."""
    lines = text.splitlines()
    near = "\n".join(lines[max(line - 1, 0) : line + 1])
    bare = re.search(r"[{,]\s*(?:path\s*:\s*)?(\w+\[[^\]\n\"']*\])", near)
    if bare:
        return f'; put the path in quotes: "{bare[1]}"'
    if "\t" in near:
        return "; indent with blanks, not tabs"
    if inner := re.match(r"\s*(?:- )?\w+: ([^\"'{\[].*: .*)", (lines[line : line + 1] or [""])[0]):
        return f'; put a text with a colon in quotes: "{inner[1].strip()}"'
    return ""


def parse_yaml(text: str, where: str) -> Any:
    """Return the content of a YAML text; `where` names it in messages."""
    try:
        return yaml.load(text, _Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        remedy = _remedy(text, mark.line) if mark else ""
        raise InputError(f"{where}{line}: not valid YAML: {error.problem or error.context}{remedy}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        first_line = (str(error).splitlines() or ["unreadable"])[0]
        raise InputError(f"{where}: not valid YAML: {first_line}") from None
