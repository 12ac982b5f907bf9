"""Pages to fill in."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape


def template(name: str) -> Any:
    """A page to fill in."""
    environment = Environment(
        loader=PackageLoader("jangmadang.report"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
