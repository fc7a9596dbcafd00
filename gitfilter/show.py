"""A notebook as text, printed for `git diff`."""

from __future__ import annotations

from .errors import InvalidNotebookError
from .lookup import Lookup
from .rendering import textconv
from .streams import write_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .clean import Note


def show_file(path: str, sink: int, note: Note) -> None:
    """Write a notebook as text for `git diff`; what is no notebook is shown as it is."""
    with open(path, "rb") as file:
        data = file.read()
    try:
        shown = textconv(data, Lookup().settings_for(_in_project(path)))
    except InvalidNotebookError as error:
        note(f"{path}: {error.message}; shown as it is")
        write_all(sink, str(data, "latin-1"))
        return
    write_all(sink, str(shown.encode("utf-8", "surrogateescape"), "latin-1"))


def _in_project(path: str) -> str:
    """Git hands over committed versions as temporary files; the project's settings hold for them."""
    return path.rpartition("/")[2] if path.startswith("/") else path
