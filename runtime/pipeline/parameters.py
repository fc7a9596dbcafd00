"""Parameters: nested settings, read as `params:NAME` with dots into the depth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import UnknownNameError

_ABSENT = object()


def merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with what `over` says in its place, nested mappings key by key.

    >>> merged({"model": {"seed": 1, "size": 2}}, {"model": {"size": 3}})
    {'model': {'seed': 1, 'size': 3}}
    """
    result = dict(base)
    for key, value in over.items():
        old = result.get(key)
        if isinstance(old, Mapping) and isinstance(value, Mapping):
            value = merged(old, value)
        result[key] = value
    return result


def nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Dots in names as depth.

    >>> nested({"model.size": 3, "seed": 1})
    {'model': {'size': 3}, 'seed': 1}
    """
    result: dict[str, Any] = {}
    for name, value in flat.items():
        for part in reversed(str(name).split(".")):
            value = {part: value}
        result = merged(result, value)
    return result


def lookup(parameters: Mapping[str, Any], dataset: str) -> Any:
    """The value that `params:NAME` or `parameters` reads.

    Raises:
        KeyError: there is no such parameter.
    """
    value: Any = parameters
    if dataset == "parameters":
        return value
    for part in dataset.removeprefix("params:").split("."):
        value = value.get(part, _ABSENT) if isinstance(value, Mapping) else _ABSENT
        if value is _ABSENT:
            raise KeyError(dataset)
    return value


def flat_names(parameters: Mapping[str, Any], prefix: str = "") -> list[str]:
    """Every name, in its depth, that a parameter can be read by.

    >>> flat_names({"model": {"size": 3}})
    ['model', 'model.size']
    """
    found: list[str] = []
    for key, value in parameters.items():
        found.append(f"{prefix}{key}")
        if isinstance(value, Mapping):
            found += flat_names(value, f"{prefix}{key}.")
    return found


def check_overrides(
    over: Mapping[str, Any], parameters: Mapping[str, Any], read: Iterable[str]
) -> None:
    """Refuse a parameter that is neither set nor read by anything.

    Raises:
        UnknownNameError: with the names that could have been meant.
    """
    read = list(read)
    wanted = {name.removeprefix("params:") for name in read if name.startswith("params:")}
    known = {
        *flat_names(parameters),
        *wanted,
        *(parent for name in wanted for parent in _above(name)),
    }
    unknown = [name for name in flat_names(nested(over)) if not _fits(name, known)]
    if unknown and "parameters" not in read:
        raise UnknownNameError("parameter", unknown, known)


def touched_by(dataset: str, names: Iterable[str]) -> frozenset[str]:
    """The parameters among `names` that are the dataset, a part of it, or hold it.

    >>> sorted(touched_by("params:model", ["model.size", "seed"]))
    ['model.size']
    """
    if dataset == "parameters":
        return frozenset(names)
    if not dataset.startswith("params:"):
        return frozenset()
    path = f"{dataset.removeprefix('params:')}."
    return frozenset(
        each for each in names if path.startswith(f"{each}.") or f"{each}.".startswith(path)
    )


def unread(over: Iterable[str], read: Iterable[str]) -> list[str]:
    """The parameters that are given, and that nothing reads."""
    names = list(over)
    known = frozenset[str]().union(*(touched_by(dataset, names) for dataset in read))
    return [name for name in names if name not in known]


def _fits(name: str, known: set[str]) -> bool:
    """Whether the name is known, or stands in a parameter whose keys are not."""
    return name in known or any(
        parent in known and not any(other.startswith(f"{parent}.") for other in known)
        for parent in _above(name)
    )


def _above(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:depth]) for depth in range(1, len(parts))]
