"""What a dataset is, the one in memory, and what is said when one fails."""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from typing import Any, Protocol, runtime_checkable

from ..errors import DatasetError

_EMPTY = object()

_CURES: tuple[tuple[type[Exception], str], ...] = (
    (FileNotFoundError, "make the file, or correct `filepath` in the catalog"),
    (PermissionError, "allow the file to be read and written, or choose another `filepath`"),
    (TypeError, "compare `load_args` and `save_args` in the catalog with what the type takes"),
)

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

_EXTRAS = {
    "pandas": "nb2pipe[pandas]",
    "openpyxl": "nb2pipe[pandas]",
    "pyarrow": "nb2pipe[pandas]",
    "matplotlib": "nb2pipe[matplotlib]",
    "sqlalchemy": "nb2pipe[sql]",
    "polars": "nb2pipe[polars]",
    "plotly": "nb2pipe[plotly]",
}


@runtime_checkable
class Dataset(Protocol):
    """Gives back the value that was put in."""

    def load(self) -> Any: ...
    def save(self, value: Any, /) -> None: ...
    def exists(self) -> bool: ...


def _assign(value: Any) -> Any:
    return value


def _copy(value: Any) -> Any:
    from copy import copy

    return value.copy() if hasattr(value, "copy") else copy(value)


def _deepcopy(value: Any) -> Any:
    from copy import deepcopy

    return deepcopy(value)


COPY_MODES: Mapping[str, Callable[[Any], Any]] = {
    "assign": _assign,
    "copy": _copy,
    "deepcopy": _deepcopy,
}


class MemoryDataset:
    """A value in this process. It is handed on as it is, unless `copy_mode` asks for a copy."""

    def __init__(
        self,
        data: Any = _EMPTY,
        copy_mode: str = "assign",
        metadata: Mapping[str, Any] | None = None,
    ) -> None:
        if copy_mode not in COPY_MODES:
            raise DatasetError(
                f"there is no copy_mode {copy_mode!r}", cure=f"choose from: {', '.join(COPY_MODES)}"
            )
        self._value = data
        self._handed = COPY_MODES[copy_mode]
        self.metadata = metadata

    def emptied(self) -> MemoryDataset:
        """One like it that holds nothing yet."""
        emptied = MemoryDataset(metadata=self.metadata)
        emptied._handed = self._handed
        return emptied

    def load(self) -> Any:
        if self._value is _EMPTY:
            raise DatasetError(
                "nothing was saved there yet", cure="save a value first, or run what makes it"
            )
        return self._handed(self._value)

    def save(self, value: Any, /) -> None:
        self._value = self._handed(value)

    def exists(self) -> bool:
        return self._value is not _EMPTY

    def __repr__(self) -> str:
        return f"MemoryDataset({type(self._value).__name__ if self.exists() else ''})"


def load_dataset(name: str, dataset: Dataset) -> Any:
    """Load a dataset.

    Raises:
        DatasetError: whatever went wrong, with the dataset's name and what to do.
    """
    try:
        return dataset.load()
    except Exception as error:
        raise _failure(name, "loaded", error) from error


def save_dataset(name: str, dataset: Dataset, value: Any) -> None:
    """Save a value as a dataset.

    Raises:
        DatasetError: whatever went wrong, with the dataset's name and what to do.
    """
    try:
        dataset.save(value)
    except Exception as error:
        raise _failure(name, "saved", error) from error


def _failure(name: str, verb: str, error: Exception) -> DatasetError:
    reason = str(error) or type(error).__name__
    return DatasetError(f"dataset {name!r} could not be {verb}: {reason}", cure=_cure(error))


def _cure(error: Exception) -> str:
    if isinstance(error, DatasetError):
        return error.cure
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return "make room on the disk; what stood there before is still whole"
    if isinstance(error, ImportError):
        missing = (error.name or "").partition(".")[0]
        return f"install {_EXTRAS.get(missing, missing) or 'what is missing'}"
    fitting = (cure for kind, cure in _CURES if isinstance(error, kind))
    return next(fitting, "look at its entry in the catalog and at the value or file itself")
