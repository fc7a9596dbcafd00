"""A notebook's JSON as text, written the way it was: an edit of a cell is a diff of that cell."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file writes JSON."""

    indent: str | None
    """What each level is indented by; None where all is one line."""
    separators: tuple[str, str]
    ascii: bool
    """Whether other letters are escaped."""
    newline: str
    start: str
    end: str

    def dump(self, content: Any) -> str:
        """The text of a notebook; the order of its keys stays."""
        text = json.dumps(
            content, indent=self.indent, separators=self.separators, ensure_ascii=self.ascii
        )
        return self.start + text.replace("\n", self.newline) + self.end


_INDENT = re.compile(r"\{\r?\n([ \t]*)")
_ESCAPED = re.compile(r"(?<!\\)(?:\\\\)*\\u(?!00[01])[0-9a-f]{4}")
"""An escape of a letter that JSON does not ask to be escaped."""


def layout_of(text: str) -> Layout:
    """Tell how a notebook's text is laid out.

    >>> layout_of('{"cells": []}\\n').dump({"cells": ["é"]})
    '{"cells": ["é"]}\\n'
    """
    body = text.strip("\ufeff \t\r\n")
    at = text.index(body)
    found = _INDENT.match(body)
    comma = "," if found or '", "' not in body and ', "' not in body else ", "
    return Layout(
        indent=found[1] if found else None,
        separators=(comma, ":" if '":"' in body and '": ' not in body else ": "),
        ascii=body.isascii() and bool(_ESCAPED.search(body)),
        newline="\r\n" if "\r\n" in body else "\n",
        start=text[:at],
        end=text[at + len(body) :],
    )


def write_whole(path: Path, text: str) -> None:
    """Write a file so that nobody ever sees half of it; its permissions stay as they are."""
    path = path.resolve()
    mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
    with NamedTemporaryFile("w", dir=path.parent, encoding="utf-8", delete=False, newline="") as to:
        to.write(text)
    Path(to.name).chmod(mode)
    Path(to.name).replace(path)


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask
