"""What git gets for a file: its stripped text, or an error that names the file."""

from __future__ import annotations

from .errors import InvalidNotebookError
from .layout import is_no_notebook_yet
from .settings import Settings
from .stripping import strip_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Note = Callable[[str], None]  # says something to the user, on stderr


def clean(text: str, path: str, settings: Settings, note: Note) -> str:
    """Strip the text of the file at `path` as its project asks.

    What is empty or has git's conflict markers passes with a note: refusing it would stop
    `git diff` in the middle of a merge. Other broken files raise, since their outputs would leak.
    """
    try:
        stripped = strip_text(text, settings)
    except InvalidNotebookError as error:
        if settings.on_invalid == "pass":
            note(f"{path}: {error.message}; passed as it is")
            return text
        raise error.in_file(path) from None
    if stripped is text and (reason := is_no_notebook_yet(text)):
        note(f"{path} {reason}; passed as it is")
    if settings.normalize and stripped:
        from .normalize import normalize

        return normalize(stripped, path)
    return stripped
