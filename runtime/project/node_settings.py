"""What `conf/*/nodes.yml` says of nodes: retries, timeouts, caching."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ..errors import ConfigError, UnknownNameError, suggestion
from ..pipeline.nodes import Node, delays, names
from ..pipeline.pipeline import Pipeline

_READERS: Mapping[str, Callable[[Any], Any]] = {
    "retries": int,
    "retry_delay": delays,
    "retry_on": names,
    "timeout": lambda seconds: None if seconds is None else float(seconds),
    "cache": bool,
    "version": lambda version: None if version is None else str(version),
}


def with_settings(pipeline: Pipeline, settings: Mapping[str, Any]) -> Pipeline:
    """The same pipeline whose nodes are set as the file says.

    Raises:
        UnknownNameError: it names a node that is not there.
        ConfigError: it says something that no node can be told.
    """
    unknown = [name for name in settings if name not in pipeline]
    if unknown:
        raise UnknownNameError("node", unknown, [node.name for node in pipeline])
    if not settings:
        return pipeline
    return Pipeline([_set(node, settings.get(node.name) or {}) for node in pipeline])


def _set(node: Node, said: Any) -> Node:
    if not isinstance(said, Mapping):
        raise _wrong(node.name, f"is a {type(said).__name__}, not a mapping")
    unknown = [name for name in said if name not in _READERS]
    if unknown:
        near = suggestion(unknown, sorted(_READERS))
        raise _wrong(node.name, f"says {unknown[0]!r}, which no node has", near)
    try:
        return replace(node, **{name: _READERS[name](value) for name, value in said.items()})
    except (TypeError, ValueError) as error:
        raise _wrong(node.name, f"cannot be read: {error}") from error


def _wrong(
    node: str, problem: str, cure: str = "correct it, for example `retries: 3`"
) -> ConfigError:
    return ConfigError(f"what nodes.yml says of {node!r} {problem}", cure=cure)
