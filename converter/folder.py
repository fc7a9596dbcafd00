"""A project on disk: written whole or not at all, and never over what somebody edited."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from ..runtime.errors import Nb2pipeError, UsageError
from .project import LOCK, Project, digest


class EditedFilesError(Nb2pipeError):
    """Files that convert would write were edited since it wrote them."""

    def __init__(self, folder: Path, names: tuple[str, ...]) -> None:
        self.names = names
        super().__init__(
            f"edited since they were generated, in {folder}: {', '.join(names)}",
            cure="carry the edits into the notebook, or pass --overwrite to lose them",
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """How a folder differs from what would be written."""

    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    """Generated before, and no part of the project any more."""

    def __bool__(self) -> bool:
        return bool(self.missing or self.changed or self.stale)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted({*self.missing, *self.changed, *self.stale}))


def compare_folder(project: Project, folder: Path) -> Difference:
    """Say which files of a folder are not what the project says."""
    held = {name: _read(folder / name) for name in project.files}
    generated = read_lock_files(folder)
    return Difference(
        missing=tuple(name for name, text in held.items() if text is None),
        changed=tuple(
            name for name, text in held.items() if text is not None and text != project.files[name]
        ),
        stale=tuple(
            name for name in generated if name not in project.files and (folder / name).exists()
        ),
    )


def write_project(project: Project, folder: Path, *, overwrite: bool = False) -> Difference:
    """Write a project's files and remove those that are no part of it any more.

    Raises UsageError for a folder that holds something else, and EditedFilesError where files
    were edited by hand; in both cases nothing is written.
    """
    require_room(folder)
    difference = compare_folder(project, folder)
    if not overwrite:
        _require_unedited(folder, difference)
    try:
        for name in (*difference.missing, *difference.changed):
            _write(folder / name, project.files[name])
        for name in difference.stale:
            (folder / name).unlink()
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be written: {error}", cure="name a folder that you may write in"
        ) from None
    return difference


def require_room(folder: Path) -> None:
    """Refuse a folder that is no project of ours and is not empty."""
    for each in (folder, *folder.parents):
        if each.is_file():
            raise UsageError(f"{each} is a file", cure="name a folder with -o")
    if folder.is_dir() and not (folder / LOCK).exists() and any(folder.iterdir()):
        raise UsageError(
            f"{folder} has other files in it", cure="name an empty or a new folder with -o"
        )


def read_lock_files(folder: Path) -> Mapping[str, str]:
    """The generated files of a project, with the digest of what was written."""
    text = _read(folder / LOCK)
    try:
        return dict(json.loads(text)["files"]) if text else {}
    except (ValueError, KeyError, TypeError):
        return {}


def _require_unedited(folder: Path, difference: Difference) -> None:
    generated = read_lock_files(folder)
    edited = []
    for name in (*difference.changed, *difference.stale):
        held = _read(folder / name)
        if name != LOCK and held is not None and digest(held) != generated.get(name):
            edited.append(name)
    if edited:
        raise EditedFilesError(folder, tuple(sorted(edited)))


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(
        "w", dir=path.parent, encoding="utf-8", delete=False, newline=""
    ) as file:
        file.write(text)
    umask = os.umask(0)
    os.umask(umask)
    Path(file.name).chmod(0o666 & ~umask)
    Path(file.name).replace(path)
