"""Catalog entries as they stand in a `%%catalog` cell: YAML below the tag line."""

from __future__ import annotations

from typing import Any

from ..runtime.errors import UsageError


def read_entries(body: str) -> dict[str, Any]:
    """Read the body of a catalog cell; an empty one has no entries.

    Raises UsageError where it is no YAML, with the line in the cell, or is no mapping.
    """
    import yaml

    try:
        content = yaml.safe_load(body)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 2} of the cell" if mark else "the cell"
        problem = getattr(error, "problem", None) or "it cannot be read"
        raise UsageError(f"{where} is no YAML: {problem}", cure="correct that line") from None
    if content is not None and not isinstance(content, dict):
        raise UsageError(
            f"the cell holds a {type(content).__name__}, not a mapping of names",
            cure="write `name:` and below it, indented, what belongs to it",
        )
    return content or {}
