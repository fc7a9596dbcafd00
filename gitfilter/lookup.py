"""Find the settings that hold for a file: those of the nearest pyproject.toml that has some.

Paths have forward slashes here, as git gives them.
"""

from __future__ import annotations

from .settings import DEFAULT, Settings
from .system import getcwd, lstat

PROJECT_FILE = "pyproject.toml"
_MARKS = (
    *(b"nb2pipe.git" + end for end in (b"]", b".", b"=", b"\n", b"\r")),
    b"nb2pipe={",
    b"\ngit.",
    b"\ngit={",
)


class Lookup:
    """Looks at each folder once."""

    def __init__(self) -> None:
        self._known: dict[str, Settings] = {}

    def settings_for(self, path: str) -> Settings:
        """The settings for the file at `path`; nothing above its repository is read."""
        folder = path.rpartition("/")[0]
        if folder not in self._known:
            self._known[folder] = self._above(path if _is_absolute(path) else f"{getcwd()}/{path}")
        return self._known[folder]

    def _above(self, path: str) -> Settings:
        while folder := path.rpartition("/")[0]:
            settings = _read(f"{folder}/{PROJECT_FILE}")
            if settings or _exists(f"{folder}/.git"):
                return settings or DEFAULT
            path = folder
        return DEFAULT


def _read(path: str) -> Settings | None:
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError:
        return None
    if not _may_say_something(content):
        return None
    from .parsing import read_settings

    return read_settings(content, path)


def _may_say_something(content: bytes) -> bool:
    """Whether a file could hold our table: importing a TOML parser takes as long as the start."""
    if b"nb2pipe" not in content:
        return False
    bare = content.translate(None, b" \t\"'")
    return any(mark in bare for mark in _MARKS)


def _is_absolute(path: str) -> bool:
    return path.startswith("/") or path[1:2] == ":"


def _exists(path: str) -> bool:
    try:
        lstat(path)
    except OSError:
        return False
    return True
