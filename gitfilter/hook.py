"""The pre-commit hook: outputs leave the index; the working copy stays as it is."""

from __future__ import annotations

import os
from pathlib import Path

from .command import SEPARATOR, ask, git, names
from .lookup import Lookup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .clean import Note

NOTEBOOKS = "*.ipynb"
LINKS = "120000"


class Staged:
    """A notebook in the index."""

    __slots__ = ("blob", "mode", "path")

    def __init__(self, mode: str, blob: str, path: str) -> None:
        self.mode = mode
        self.blob = blob
        self.path = path


def strip_index(note: Note) -> None:
    """Replace every staged notebook by its stripped self, in the index alone."""
    changed = [row for entry in _staged() if (row := _stripped(entry, note))]
    if not changed:
        return
    rows = "".join(changed).encode("utf-8", "surrogateescape")
    for index in _indexes():
        git("update-index", "-z", "--index-info", data=rows, env=index)
    note(f"took outputs out of {len(changed)} staged notebook{'s'[: len(changed) > 1]}")


def _staged() -> list[Staged]:
    changed = names(
        git("diff", "--cached", "--name-only", "--diff-filter=ACMR", "-z", "--", NOTEBOOKS)
    )
    if not changed:
        return []
    found = []
    for line in names(git("ls-files", "--stage", "-z", "--", *(f":(literal){p}" for p in changed))):
        described, _, path = line.partition("\t")
        mode, blob, stage = described.split()
        if stage == "0" and mode != LINKS:
            found.append(Staged(mode, blob, path))
    return found


def _stripped(entry: Staged, note: Note) -> str | None:
    """The row for the index, or None where the notebook is clean."""
    from .clean import clean

    text = git("cat-file", "blob", entry.blob).decode("latin-1")
    stripped = clean(text, entry.path, _LOOKUP.settings_for(entry.path), note)
    if stripped == text:
        return None
    blob = git("hash-object", "-w", "--stdin", data=stripped.encode("latin-1")).decode().strip()
    return f"{entry.mode} {blob}\t{entry.path}{SEPARATOR}"


def _indexes() -> list[dict[str, str]]:
    """The index that becomes the commit and, with `git commit PATH`, the one that stays after it."""
    current = os.environ.get("GIT_INDEX_FILE", "")
    environments = [dict(os.environ)]
    if Path(current).name.startswith("next-index-"):
        git_dir = ask("rev-parse", "--absolute-git-dir") or ".git"
        environments.append({**os.environ, "GIT_INDEX_FILE": str(Path(git_dir, "index.lock"))})
    return environments


_LOOKUP = Lookup()
