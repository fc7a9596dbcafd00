"""A notebook's JSON as text, written the way it was: an edit of a cell is a diff of that cell."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
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
    escapes: bool
    """Whether letters beyond ASCII are escaped."""
    newline: str
    start: str
    end: str

    def dump(self, content: Any) -> str:
        """The text of a notebook; the order of its keys stays."""
        text = json.dumps(
            content, indent=self.indent, separators=self.separators, ensure_ascii=self.escapes
        )
        return self.start + text.replace("\n", self.newline) + self.end


_INDENT = re.compile(r"\{\r?\n([ \t]*)")
ON_LINES = (",", ": ")
ON_ONE_LINE = ((", ", ": "), (",", ":"))


def layout_of(text: str, content: Any) -> Layout:
    """The layout that writes the content as it stands in the text, or else the one next to it.

    >>> layout_of('{"cells": []}\\n', {"cells": []}).dump({"cells": ["é"]})
    '{"cells": ["é"]}\\n'
    """
    layouts = list(_layouts(text))
    return next((each for each in layouts if each.dump(content) == text), layouts[0])


def _layouts(text: str) -> Iterable[Layout]:
    body = text.strip("\ufeff \t\r\n")
    at = text.index(body)
    found = _INDENT.match(body)
    newline = "\r\n" if "\r\n" in body else "\n"
    for escapes in (False, True):
        for separators in (ON_LINES,) if found else ON_ONE_LINE:
            indent = found[1] if found else None
            yield Layout(indent, separators, escapes, newline, text[:at], text[at + len(body) :])


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
