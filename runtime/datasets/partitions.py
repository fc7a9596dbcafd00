"""A dataset in pieces: a file each, loaded when it is asked for, written one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import GeneratorType
from typing import Any

from ..errors import DatasetError
from .base import Dataset, load_dataset, save_dataset
from .places import LocalPlace, Place, locate

_UNFINISHED = ".nb2pipe-unfinished"


@dataclass(frozen=True)
class PartitionedDataset:
    """Files below `path`, each a dataset of the given type, by their paths without the suffix.

    A load gives functions by name, each of which loads one piece. A save takes pieces by name, or
    what yields pairs of a name and a piece; a piece may be a function that makes it. With
    `overwrite` what was there before goes.
    """

    path: str | Path
    dataset: str | Mapping[str, Any]
    filename_suffix: str = ""
    filepath_arg: str = "filepath"
    overwrite: bool = False
    fs_args: Mapping[str, Any] | None = None
    credentials: Mapping[str, Any] | None = field(default=None, repr=False)
    metadata: Mapping[str, Any] | None = field(default=None, repr=False)
    workdir: str | None = field(default=None, repr=False)

    def load(self) -> dict[str, Callable[[], Any]]:
        place, path = self._located()
        names = self._names(place, path)
        if not names and not place.exists(path):
            raise FileNotFoundError(f"there is no folder {path}")
        return {name: partial(load_dataset, name, self._piece(name)) for name in names}

    def save(self, value: Any, /) -> None:
        for name, piece in self.pieces(value, None):
            save_dataset(name, self._piece(name), piece)

    def exists(self) -> bool:
        place, path = self._located()
        return bool(self._names(place, path))

    def location(self) -> str:
        """The folder, or its URL."""
        return self._located()[1]

    def path_to_load(self) -> str | None:
        """The local folder; None for one that is elsewhere or not there."""
        place, path = self._located()
        return path if isinstance(place, LocalPlace) and self.exists() else None

    def save_pieces(self, value: Any, attempt: str | None) -> None:
        """Save piece by piece. What is written stays when a later piece fails, and `attempt`,
        the key of the node that makes them, lets its next run go on from there.
        """
        begun = self._begin(attempt)
        for name, piece in self.pieces(value, begun):
            save_dataset(name, self._piece(name), piece)
        self._mark().unlink(missing_ok=True) if attempt else None

    def pieces(self, value: Any, done: frozenset[str] | None) -> Iterator[tuple[str, Any]]:
        """The pieces with their names, without those that are done."""
        for name, piece in _pairs(value):
            if not done or name not in done:
                yield name, piece() if callable(piece) else piece

    def _begin(self, attempt: str | None) -> frozenset[str]:
        """Note an attempt, and tell the pieces that an earlier one of the same node finished."""
        place, path = self._located()
        if attempt is None or not isinstance(place, LocalPlace):
            self._clear(place, path)
            return frozenset()
        mark = self._mark()
        if mark.is_file() and mark.read_text(encoding="utf-8") == attempt:
            return frozenset(self._names(place, path))
        self._clear(place, path)
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.write_text(attempt, encoding="utf-8")
        return frozenset()

    def _mark(self) -> Path:
        """The file that tells of an attempt that has not come to its end; beside the folder."""
        path = Path(self._located()[1])
        return path.with_name(f"{_UNFINISHED}-{path.name}")

    def _clear(self, place: Place, path: str) -> None:
        for name in self._names(place, path) if self.overwrite else ():
            place.remove(f"{path}/{name}{self.filename_suffix}")

    def _names(self, place: Place, path: str) -> list[str]:
        files = [each for each in place.files(path) if each.endswith(self.filename_suffix)]
        return sorted(each.removesuffix(self.filename_suffix) for each in files)

    def _piece(self, name: str) -> Dataset:
        from .types import dataset_class

        said = {"type": self.dataset} if isinstance(self.dataset, str) else dict(self.dataset)
        kind = dataset_class(said.pop("type"))
        file = f"{str(self.path).rstrip('/')}/{name}{self.filename_suffix}"
        own = {name: value for name, value in self._shared().items() if value is not None}
        return kind(**{**own, **said, self.filepath_arg: file})

    def _shared(self) -> dict[str, Any]:
        return {
            "workdir": self.workdir,
            "credentials": self.credentials,
            "fs_args": self.fs_args,
        }

    def _located(self) -> tuple[Place, str]:
        options = {**(self.credentials or {}), **(self.fs_args or {})}
        return locate(str(self.path), self.workdir, options)


def _pairs(value: Any) -> Iterable[tuple[str, Any]]:
    if isinstance(value, Mapping):
        return ((str(name), piece) for name, piece in value.items())
    if isinstance(value, GeneratorType):
        return (pair for each in value for pair in _yielded(each))
    raise DatasetError(
        f"pieces come by name, and this is one {type(value).__name__}",
        cure="return a mapping of names to pieces, or yield pairs of a name and a piece",
    )


def _yielded(each: Any) -> Iterable[tuple[str, Any]]:
    if isinstance(each, Mapping):
        return _pairs(each)
    if isinstance(each, tuple) and len(each) == 2:
        return ((str(each[0]), each[1]),)
    raise DatasetError(
        f"a node yields pairs of a name and a piece, and this is one {type(each).__name__}",
        cure='write `yield "name", value`',
    )
