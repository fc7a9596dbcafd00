"""`%load_node`: a node's function and what it was given last, to go through it by hand."""

from __future__ import annotations

import ast
import inspect
import linecache
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..runtime.project.given import Given


def bring(name: str, project: Path, namespace: MutableMapping[str, Any]) -> NodeView:
    """Put a node's inputs into a namespace, in place of what is there, and what its code uses.

    Modules and helpers that the namespace has already stay: they may be newer.

    Raises Nb2pipeError where there is no such node, or it was given nothing yet.
    """
    from ..runtime.project.given import given_to
    from ..runtime.project.project import load_project

    given = given_to(load_project(project), name)
    view = NodeView(given, source_of(given.node.func))
    for used, value in used_by(given.node.func, view.source):
        namespace.setdefault(used, value)
    namespace.update(given.values)
    return view


def source_of(function: Any) -> str:
    """The text of a function as it stands in its module; nothing for what is no plain function."""
    if not inspect.isfunction(function):
        return ""
    linecache.checkcache(function.__code__.co_filename)
    return inspect.getsource(function)


def used_by(function: Any, source: str) -> Iterator[tuple[str, Any]]:
    """The function under its name, and whatever of its module its text names."""
    yield _name_of(function), function
    seen: Mapping[str, Any] = getattr(function, "__globals__", {})
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and node.id in seen:
            yield node.id, seen[node.id]


def _name_of(function: Any) -> str:
    return getattr(function, "__name__", type(function).__name__)


@dataclass(frozen=True, slots=True)
class NodeView:
    """A node and its inputs, told in a line each."""

    given: Given
    source: str

    def __repr__(self) -> str:
        width = max(map(len, self.given.values), default=0)
        inputs = [f"  {name:{width}}  {_told(value)}" for name, value in self.given.values.items()]
        return "\n".join(
            [f"{self.given.node.name}, as in run {self.given.run}", *inputs, *self._anew()]
        )

    def _anew(self) -> list[str]:
        anew = ", ".join(self.given.anew)
        return [f"  made again, because no run keeps it: {anew}"] if anew else []

    @property
    def cell(self) -> str:
        """A cell that defines the function, and calls it on its inputs."""
        return "\n\n".join(part.rstrip() for part in (self.source, self._call()) if part)

    def _call(self) -> str:
        function = self.given.node.func
        parameters = inspect.signature(function).parameters
        words = [
            _AS_ARGUMENT.get(parameters[name].kind, "{0}").format(name)
            for name in self.given.values
        ]
        wait = "await " if inspect.iscoroutinefunction(function) else ""
        return f"{wait}{_name_of(function)}({', '.join(words)})"


_AS_ARGUMENT = {
    inspect.Parameter.KEYWORD_ONLY: "{0}={0}",
    inspect.Parameter.VAR_POSITIONAL: "*{0}",
    inspect.Parameter.VAR_KEYWORD: "**{0}",
}


def _told(value: Any) -> str:
    """What a value is, and how large."""
    kind = type(value).__name__
    shape: Any = getattr(value, "shape", None)
    if isinstance(shape, tuple):
        return f"{kind} {' x '.join(map(str, shape))}".rstrip()
    if isinstance(value, (str, int, float, bool)) or value is None:
        return repr(value)
    return f"{kind} of {len(value)}" if hasattr(value, "__len__") else kind
