"""One node, called: its inputs bound to parameters, its returned value taken apart."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from types import CoroutineType
from typing import Any

from ..errors import NodeOutputError
from ..pipeline.nodes import Node


def call(node: Node, given: Mapping[str, Any]) -> dict[str, Any]:
    """Call the node's function on datasets and give back the datasets that it makes.

    Raises:
        NodeOutputError: what it returned does not fit its outputs.
    """
    returned = invoke(node, given)
    if type(returned) is CoroutineType:
        returned = _awaited(returned)
    return taken_apart(node, returned)


def invoke(node: Node, given: Mapping[str, Any]) -> Any:
    """Call the node's function on datasets; an async one gives what is to be awaited."""
    args = [given[name] for name in node.args]
    kwargs = {parameter: given[name] for parameter, name in node.kwargs}
    return node.func(*args, **kwargs)


def taken_apart(node: Node, returned: Any) -> dict[str, Any]:
    """The datasets in what the function returned.

    Raises:
        NodeOutputError: it does not fit the outputs.
    """
    if node.shape == "value":
        return {node.outputs[0]: returned}
    if node.shape == "nothing":
        return {}
    if node.shape == "mapping":
        return _by_key(node, returned)
    if not isinstance(returned, list | tuple):
        raise _misfit(node, f"one {type(returned).__name__}")
    if len(returned) != len(node.outputs):
        raise _misfit(node, f"{len(returned)} values")
    return dict(zip(node.outputs, returned, strict=True))


def _by_key(node: Node, returned: Any) -> dict[str, Any]:
    if not isinstance(returned, Mapping):
        raise _misfit(node, f"no mapping but one {type(returned).__name__}")
    missing = [key for key in node.keys if key not in returned]
    if missing:
        raise _misfit(node, f"a mapping without {', '.join(map(repr, missing))}")
    return {name: returned[key] for key, name in zip(node.keys, node.outputs, strict=True)}


def _misfit(node: Node, returned: str) -> NodeOutputError:
    promised = f"{len(node.outputs)} output{'s' if len(node.outputs) > 1 else ''}"
    return NodeOutputError(
        f"node {node.name!r} returns {returned} for its {promised}: {', '.join(node.outputs)}",
        cure="return one value for each output, in their order",
    )


def _awaited(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine to its end, also where this thread's event loop is busy (in a notebook)."""
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(coroutine)
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, coroutine).result()
