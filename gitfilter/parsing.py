"""Read `[tool.nb2pipe.git]`: each setting has a parser, and a rule to tell where it fails."""

from __future__ import annotations

import tomllib

from .errors import SettingsError
from .settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

UNITS = {"k": 1024, "m": 1024**2, "g": 1024**3}


def read_settings(content: bytes, where: str) -> Settings | None:
    """The settings in a pyproject.toml, or None where it has none."""
    try:
        tool = tomllib.loads(content.decode("utf-8")).get("tool", {})
    except ValueError as error:
        raise SettingsError(f"{where}: {error}", cure="mend the file's TOML") from None
    table = tool.get("nb2pipe", {}).get("git")
    return None if table is None else parse_settings(table, where)


def parse_settings(table: dict[str, Any], where: str = "pyproject.toml") -> Settings:
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
