"""Pipelines used again: the same nodes under a namespace, with datasets renamed to fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from ..errors import UnknownNameError
from .nodes import Node, is_parameter, names, plain

Mapped = str | Iterable[str] | Mapping[str, str] | None


def renames(given: Mapped) -> dict[str, str]:
    """Read names that stay, or a mapping from old to new.

    >>> renames("a"), renames({"a": "b"})
    ({'a': 'a'}, {'a': 'b'})
    """
    if isinstance(given, Mapping):
        return dict(given)
    return {name: name for name in names(given)}


def parameter_renames(given: Mapped) -> dict[str, str]:
    """Like `renames`, for parameters, whose names may be given with or without `params:`."""
    return {_as_parameter(old): _as_parameter(new) for old, new in renames(given).items()}


def moved(nodes: Iterable[Node], mapping: Mapping[str, str], namespace: str | None) -> list[Node]:
    """The nodes under `namespace`: what `mapping` does not name gets the namespace's prefix."""
    rename = _renamer(mapping, namespace)
    return [_moved(node, rename, namespace) for node in nodes]


def check_mapped(
    inputs: Mapping[str, str],
    outputs: Mapping[str, str],
    parameters: Mapping[str, str],
    free_inputs: set[str],
    made: set[str],
) -> None:
    """Refuse to map what the pipeline does not have.

    Raises:
        UnknownNameError: with the names that could have been meant.
    """
    data = {name for name in free_inputs if not is_parameter(name)}
    for kind, mapping, known in (
        ("free input", inputs, data),
        ("output", outputs, made),
        ("parameter", parameters, free_inputs - data),
    ):
        unknown = [name for name in mapping if name not in known]
        if unknown:
            raise UnknownNameError(kind, unknown, known)


def _as_parameter(name: str) -> str:
    return name if is_parameter(name) else f"params:{name}"


def _renamer(mapping: Mapping[str, str], namespace: str | None) -> Callable[[str], str]:
    def rename(name: str) -> str:
        if name in mapping:
            return mapping[name]
        if plain(name) in mapping:
            return mapping[plain(name)] + name[len(plain(name)) :]
        return name if name == "parameters" else _prefixed(name, namespace)

    return rename


def _prefixed(name: str, namespace: str | None) -> str:
    if not namespace:
        return name
    if name.startswith("params:"):
        return f"params:{namespace}.{name.removeprefix('params:')}"
    return f"{namespace}.{name}"


def _moved(node: Node, rename: Callable[[str], str], namespace: str | None) -> Node:
    prefix = f"{namespace}." if namespace else ""
    return replace(
        node,
        name=prefix + node.name,
        args=tuple(map(rename, node.args)),
        kwargs=tuple((parameter, rename(name)) for parameter, name in node.kwargs),
        outputs=tuple(map(rename, node.outputs)),
        confirms=tuple(map(rename, node.confirms)),
        namespace=prefix + node.namespace if node.namespace else namespace,
    )
