"""What is no notebook is refused with file, line and remedy: its outputs would leak."""

from __future__ import annotations

import pytest

from nb2pipe.gitfilter import InvalidNotebookError, Settings, strip
from nb2pipe.gitfilter.clean import clean

BROKEN = [
    ("cut off", b'{"cells": [\n{"outputs": [{"a": "bc', 2),
    ("cut off between values", b'{"cells": [],', 1),
    ("a comma too many", b'{"cells": [],\n}', 2),
    ("a colon missing", b'{"cells" []}', 1),
    ("two documents", b'{"cells": []}\n{"cells": []}', 2),
    ("a raw line end in a string", b'{"a": "x\ny", "cells": []}', 1),
    ("a list", b"[1, 2]", 1),
    ("an object without cells", b'{"a": 1}', 1),
    ("cells that are no list", b'{"cells": {}}', 1),
    ("a cell that is no object", b'{"cells": [\n\n1]}', 3),
    ("text", b"hello", 1),
    ("absurd nesting", b'{"cells": [], "a": ' + b"[" * 99_999 + b"]" * 99_999 + b"}", 1),
    ("UTF-16", '{"cells": []}'.encode("utf-16"), 1),
]


@pytest.mark.parametrize(
    ("data", "line"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_a_broken_file_is_an_error_with_its_line(data: bytes, line: int) -> None:
    with pytest.raises(InvalidNotebookError) as caught:
        strip(data)
    assert caught.value.line == line


def test_the_error_names_file_line_and_column() -> None:
    with pytest.raises(InvalidNotebookError, match=r"^a/b\.ipynb:1:13: "):
        clean('{"cells": []x', "a/b.ipynb", Settings(), print)


def test_utf_16_is_told_apart_from_broken_json() -> None:
    with pytest.raises(InvalidNotebookError) as caught:
        strip('{"cells": []}'.encode("utf-16"))
    assert "UTF-8" in caught.value.cure


MERGING = '{"cells": [\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> side\n]}'


@pytest.mark.parametrize("text", ["", "\n", MERGING], ids=["empty", "blank", "conflict markers"])
def test_empty_files_and_conflicts_pass_with_a_note(text: str) -> None:
    notes: list[str] = []
    assert clean(text, "n.ipynb", Settings(), notes.append) == text
    assert notes


def test_a_project_may_let_broken_files_pass() -> None:
    notes: list[str] = []
    assert clean("{", "n.ipynb", Settings(on_invalid="pass"), notes.append) == "{"
    assert "passed as it is" in notes[0]


def test_a_clean_notebook_is_no_news() -> None:
    notes: list[str] = []
    clean('{"cells": []}', "n.ipynb", Settings(), notes.append)
    assert notes == []
