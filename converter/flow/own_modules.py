"""What functions of one's own modules do to what they are given, read from their text.

A module that stands beside the notebook, or in a folder that it imports from, is walked as the
notebook is. Of what its functions do, that counts which a caller sees: what they change, keep,
give back, draw and write. Globals of the module stay its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from .facts import Effect, Function
from .values import Value

LARGEST = 500_000
"""Bytes of a module beyond which it is not read."""

FELT = frozenset("random seed reads writes files folder located pyplot config asks".split())
"""Kinds of effects that are felt outside a module."""


class Module(Protocol):
    """What a walk through a module leaves: what its names are, and its functions."""

    values: dict[str, Value]
    functions: dict[str, Function]


@dataclass(slots=True)
class OwnModules:
    """The functions of modules that stand in some folders, by their dotted names."""

    places: tuple[Path, ...] = ()
    walk_through: Callable[[OwnModules, str, str], Module] | None = None
    """Walks through a module, of these, in a package and with a text."""
    functions: dict[str, Function] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)
    _own: dict[str, bool] = field(default_factory=dict)
    """Whether what stands in the folders is a top-level module, so that each is looked for once."""

    def read(self, module: str) -> None:
        """Learn what the functions of a module do, if it is one's own."""
        if module in self._known or not self._is_own(module.partition(".")[0]):
            return
        self._known.add(module)
        files = (path for place in self.places for path in files_of(place, module))
        path = next((each for each in files if each.is_file()), None)
        if path is not None and self.walk_through is not None:
            package = module if path.stem == "__init__" else module.rpartition(".")[0]
            with suppress(OSError, SyntaxError, ValueError, RecursionError):
                if path.stat().st_size <= LARGEST:
                    found = self.walk_through(self, package, path.read_text("utf-8"))
                    self._take(module, found)

    def _is_own(self, top: str) -> bool:
        if top not in self._own:
            self._own[top] = any(
                script.is_file() or package.parent.is_dir()
                for script, package in (files_of(place, top) for place in self.places)
            )
        return self._own[top]

    def _take(self, module: str, found: Module) -> None:
        for name, value in found.values.items():
            if value.kind == "function" and value.path in found.functions:
                function = _seen_outside(found.functions[value.path], module, found.functions)
                self.functions[f"{module}.{name}"] = function
            elif value.kind == "library" and value.path in self.functions:
                self.functions[f"{module}.{name}"] = self.functions[value.path]


def files_of(place: Path, module: str) -> tuple[Path, Path]:
    """The files that a module may be in: one of its name, or that of a package."""
    stem = place.joinpath(*module.split("."))
    return stem.with_name(f"{stem.name}.py"), stem / "__init__.py"


def _seen_outside(function: Function, module: str, beside: Mapping[str, Function]) -> Function:
    """A function as those see it who import it."""
    return replace(
        function,
        name=f"{module}.{function.name}",
        reads=frozenset(),
        rebinds=frozenset(),
        free={},
        later={},
        calls=tuple(_calls_outside(function, module, beside)),
        returns=_plain_kind(function.returns),
        effects=tuple(_felt(function.effects)),
    )


def _calls_outside(
    function: Function, module: str, beside: Mapping[str, Function]
) -> Iterator[tuple[str, tuple[Value, ...], dict[str, Value]]]:
    for name, args, named in function.calls:
        if name.startswith(".") or name in beside:
            yield name if name.startswith(".") else f"{module}.{name}", args, named


def _plain_kind(value: Value) -> Value:
    """What is given back, which may be of a class or a function that only the module knows."""
    own = value.kind.startswith("instance:") or value.kind in ("function", "class")
    return value._replace(kind="", path="") if own else value


def _felt(effects: Iterable[Effect]) -> Iterator[Effect]:
    return (each for each in effects if each.kind in FELT)
