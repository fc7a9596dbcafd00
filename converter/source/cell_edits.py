"""Cells as a notebook's JSON has them, tagged and made, in the manner of the notebook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .tags import ROLE_OF_TAG, Tag

RawCell = Mapping[str, Any]


def with_source(cell: RawCell, text: str) -> RawCell:
    """The cell with other text, as one string or as a list of lines, whichever it has."""
    as_list = isinstance(cell.get("source"), list)
    return {**cell, "source": text.splitlines(keepends=True) if as_list else text}


def with_magic(cell: RawCell, source: str, tag: Tag) -> RawCell:
    """The cell with a tag line above its source."""
    return with_source(cell, f"{magic_line(tag)}\n{source}")


def magic_line(tag: Tag) -> str:
    """The line that says what a cell is.

    >>> from .tags import Role
    >>> magic_line(Tag(Role.NODE, "clean"))
    '%%node clean'
    """
    outputs = [
        variable if variable == dataset else f"{variable}={dataset}"
        for variable, dataset in tag.options.outputs.items()
    ]
    words = [f"%%{tag.role}", *filter(None, [tag.name]), *(["-o", *outputs] if outputs else [])]
    return " ".join(words)


def with_tag(cell: RawCell, tag: Tag) -> RawCell:
    """The cell with a tag in its metadata, behind those that it has."""
    word = next(word for word, role in ROLE_OF_TAG.items() if role is tag.role)
    metadata = dict(cell.get("metadata") or {})
    metadata["tags"] = [*(metadata.get("tags") or ()), f"{word}:{tag.name}" if tag.name else word]
    if tag.options.outputs:
        options = metadata.get("nb2pipe") or {}
        metadata["nb2pipe"] = {**options, "outputs": dict(tag.options.outputs)}
    return {**cell, "metadata": metadata}


class NewCells:
    """Makes the cells that a notebook gets, with identifiers where its format has them."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._has_ids = content.get("nbformat_minor", 0) >= 5
        self._taken = {str(cell.get("id")) for cell in content["cells"]}
        self._as_list = not any(isinstance(cell.get("source"), str) for cell in content["cells"])

    def code(self, text: str, name: str) -> RawCell:
        """A code cell that has not run; `name` is what its identifier is made of."""
        identifier = {"id": self._unique(name)} if self._has_ids else {}
        cell = {
            "cell_type": "code",
            "execution_count": None,
            **identifier,
            "metadata": {},
            "outputs": [],
            "source": [] if self._as_list else "",
        }
        return with_source(cell, text)

    def _unique(self, name: str) -> str:
        count, found = 1, name
        while found in self._taken:
            count += 1
            found = f"{name}-{count}"
        self._taken.add(found)
        return found
