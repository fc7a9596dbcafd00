"""What a project keeps and drops: `[tool.nb2pipe.git]` of the nearest pyproject.toml.

The filter, the diff driver, the hook and the commands all read it here, so they agree.
"""

from __future__ import annotations

import os

from . import volatile
from .errors import SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PROJECT_FILE = "pyproject.toml"
UNITS = {"k": 1024, "m": 1024**2, "g": 1024**3}


class Settings:
    """What stays and what goes, beyond what a cell or a notebook says for itself."""

    __slots__ = (
        "drop_empty_cells",
        "extra_keys",
        "keep_count",
        "keep_keys",
        "keep_output_types",
        "keep_outputs",
        "max_size",
        "normalize",
        "on_invalid",
        "paths",
        "prefixes",
        "restore_outputs",
    )

    def __init__(
        self,
        *,
        keep_outputs: bool = False,
        keep_count: bool = False,
        keep_output_types: tuple[str, ...] = (),
        max_size: int | None = None,
        extra_keys: tuple[str, ...] = (),
        keep_keys: tuple[str, ...] = (),
        drop_empty_cells: bool = False,
        normalize: bool = False,
        on_invalid: str = "error",
        restore_outputs: bool = False,
    ) -> None:
        self.keep_outputs = keep_outputs
        self.keep_count = keep_count
        self.keep_output_types = keep_output_types  # output types or media types, `image/*`
        self.max_size = max_size  # bytes of a kept output; alone it keeps all that are smaller
        self.extra_keys = extra_keys
        self.keep_keys = keep_keys
        self.drop_empty_cells = drop_empty_cells
        self.normalize = normalize
        self.on_invalid = on_invalid
        self.restore_outputs = restore_outputs
        self.paths = _volatile_paths(extra_keys, keep_keys)
        self.prefixes = {path[:dot] for path in self.paths for dot in _dots(path)}

    @property
    def judges_outputs(self) -> bool:
        """Whether some outputs of a cell that says nothing itself may stay and others go."""
        return self.max_size is not None or bool(self.keep_output_types and not self.keep_outputs)


class Lookup:
    """Finds the settings that hold for a file; each folder is looked at once."""

    def __init__(self) -> None:
        self._known: dict[str, Settings] = {}

    def settings_for(self, path: str) -> Settings:
        return self._folder(os.path.dirname(os.path.abspath(path)))

    def _folder(self, folder: str) -> Settings:
        if folder not in self._known:
            self._known[folder] = self._read(folder)
        return self._known[folder]

    def _read(self, folder: str) -> Settings:
        here = os.path.join(folder, PROJECT_FILE)
        table = _table(here)
        if table is not None:
            return parse_settings(table, here)
        parent = os.path.dirname(folder)
        if parent == folder or os.path.lexists(os.path.join(folder, ".git")):
            return DEFAULT
        return self._folder(parent)


def parse_settings(table: dict[str, Any], where: str = PROJECT_FILE) -> Settings:
    """Turn the table of a pyproject.toml into settings, or say which entry means nothing.

    >>> parse_settings({"max_size": "10k"}).max_size
    10240
    """
    values = {}
    for name, value in table.items():
        if name not in _PARSERS:
            raise SettingsError(
                f"{where}: [tool.nb2pipe.git] has no setting {name!r}",
                cure=f"use one of {', '.join(sorted(_PARSERS))}",
            )
        rule, parse = _PARSERS[name]
        try:
            values[name] = parse(value)
        except (TypeError, ValueError):
            raise SettingsError(
                f"{where}: {name} = {value!r} in [tool.nb2pipe.git] cannot be read",
                cure=f"{name} is {rule}",
            ) from None
    return Settings(**values)


def _table(path: str) -> dict[str, Any] | None:
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError:
        return None
    if b"nb2pipe" not in content:
        return None
    import tomllib

    try:
        tool = tomllib.loads(content.decode("utf-8")).get("tool", {})
    except ValueError as error:
        raise SettingsError(f"{path}: {error}", cure="mend the file's TOML") from None
    return tool.get("nb2pipe", {}).get("git")


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise TypeError
    return tuple(value)


def _paths(value: Any) -> tuple[str, ...]:
    if not all(path.startswith(("metadata.", "cell.metadata.")) for path in _names(value)):
        raise ValueError
    return tuple(value)


def _size(value: Any) -> int:
    if isinstance(value, str) and value[-1:].lower() in UNITS:
        return int(value[:-1]) * UNITS[value[-1].lower()]
    if isinstance(value, (bool, float)):
        raise TypeError
    return int(value)


def _invalid(value: Any) -> str:
    if value not in ("error", "pass"):
        raise ValueError
    return value


_FLAG = ("true or false", _flag)
_KEYS = ('a list of paths such as "metadata.NAME" or "cell.metadata.NAME"', _paths)
_PARSERS = {
    "keep_outputs": _FLAG,
    "keep_count": _FLAG,
    "keep_output_types": ('a list such as ["stream", "text/plain", "image/*"]', _names),
    "max_size": ('a number of bytes, or a text such as "10k"', _size),
    "extra_keys": _KEYS,
    "keep_keys": _KEYS,
    "drop_empty_cells": _FLAG,
    "normalize": _FLAG,
    "on_invalid": ('"error" or "pass"', _invalid),
    "restore_outputs": _FLAG,
}


def _volatile_paths(extra: tuple[str, ...], keep: tuple[str, ...]) -> frozenset[str]:
    paths = {*volatile.NOTEBOOK, *volatile.CELL, *extra}.difference(keep)
    return frozenset(path.encode().decode("latin-1") for path in paths)


def _dots(path: str) -> list[int]:
    return [at for at, letter in enumerate(path) if letter == "."]


DEFAULT = Settings()
