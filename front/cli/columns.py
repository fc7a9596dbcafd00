"""Tables as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows of text in columns as wide as they have to be.

    >>> columns([("a", "bc"), ("def", "g")])
    'a    bc\\ndef  g'
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def shown(value: Any) -> str:
    """A value in a cell of a table; `-` where there is none."""
    if value is None:
        return "-"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
