"""Spell a notebook the way nbformat writes it, for projects that ask for one spelling."""

from __future__ import annotations

from .errors import InvalidNotebookError
from .layout import BROKEN, is_no_notebook_yet


def normalize(text: str, path: str = "the notebook") -> str:
    """Re-spell a latin-1 view of a notebook: one space of indent, sorted keys, a final newline."""
    if is_no_notebook_yet(text):
        return text
    import json

    try:
        notebook = json.loads(text.encode("latin-1").decode("utf-8-sig"))
        spelled = json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        return spelled.encode("utf-8").decode("latin-1")
    except (ValueError, RecursionError) as error:
        reason = f"this cannot be normalized ({error})"
        raise InvalidNotebookError(reason, line=1, column=1, cure=BROKEN).in_file(path) from None
