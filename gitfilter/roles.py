"""What a cell is to the pipeline: said by the magic on its first line, else by a tag."""

from __future__ import annotations

from .layout import Cell

ROLES = ("node", "params", "catalog", "setup", "report", "skip")
TAGS = {"parameters": "params"} | {role: role for role in ROLES if role != "params"}


def source_of(cell: Cell) -> str:
    """The cell's source as one text; nbformat 3 called it `input`."""
    source = cell.read("source", cell.read("input", ""))
    return "".join(map(str, source)) if isinstance(source, list) else str(source or "")


def title_of(cell: Cell) -> str:
    """A cell's role and name, or its type where it has no role.

    >>> from .layout import read_layout
    >>> text = '{"cells": [{"cell_type": "code", "source": "%%node clean --tags a"}]}'
    >>> title_of(read_layout(text).cells[0])
    'node clean'
    """
    return _by_magic(source_of(cell)) or _by_tag(cell) or str(cell.read("cell_type", "cell"))


def _by_magic(source: str) -> str:
    if not source.startswith("%%"):
        return ""
    magic, *words = source.split("\n", 1)[0].removeprefix("%%").split() or [""]
    if magic not in ROLES:
        return ""
    name = words[0] if words and not words[0].startswith("-") else ""
    return f"{magic} {name}".rstrip()


def _by_tag(cell: Cell) -> str:
    metadata = cell.read("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    for tag in tags if isinstance(tags, list) else []:
        role, _, name = str(tag).partition(":")
        if role in TAGS:
            return f"{TAGS[role]} {name}".rstrip()
    return ""
