"""Run a cell as the pure function that it will become: it sees what it declares and nothing else."""

from __future__ import annotations

import copy
from collections.abc import Collection, MutableMapping
from dataclasses import dataclass
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

DEFINITIONS = (ModuleType, FunctionType, BuiltinFunctionType, type)
"""What stands at module level in the generated code, and so is seen by every node."""


@dataclass(frozen=True, slots=True)
class Isolation:
    """A namespace while an isolated cell runs in it, and what it held before."""

    namespace: MutableMapping[str, Any]
    before: dict[str, Any]
    outputs: Collection[str]
    hidden: frozenset[str]

    def end(self, *, succeeded: bool) -> None:
        """Give the notebook its names back; of what the cell made only the outputs stay.

        A function that fails returns nothing, so a cell that failed leaves nothing behind.
        """
        outputs = self.outputs if succeeded else ()
        made = {name: self.namespace[name] for name in outputs if name in self.namespace}
        for name in [name for name in self.namespace if _is_data(name)]:
            del self.namespace[name]
        self.namespace.update(self.before | made)


def isolate(
    namespace: MutableMapping[str, Any],
    *,
    inputs: Collection[str],
    outputs: Collection[str],
    shared: Collection[str],
) -> Isolation:
    """Hide every name that is neither an input nor shared, and hand the inputs over as copies.

    `shared` names what setup cells assign; modules, functions and classes are seen anyway.
    """
    before = {name: value for name, value in namespace.items() if _is_data(name)}
    seen = {*inputs, *shared}
    hidden = {
        name
        for name, value in before.items()
        if name not in seen and not isinstance(value, DEFINITIONS)
    }
    for name in hidden:
        del namespace[name]
    for name in inputs:
        if name in namespace:
            namespace[name] = _copied(namespace[name])
    return Isolation(namespace, before, outputs, frozenset(hidden))


def _copied(value: Any) -> Any:
    """A copy that shares nothing; a value that knows no copies, such as a connection, itself."""
    try:
        return copy.deepcopy(value)
    except (TypeError, copy.Error):
        return value


def _is_data(name: str) -> bool:
    """Whether a name is the notebook's own; IPython keeps its history under `_` and these."""
    return not name.startswith("_") and name not in ("In", "Out", "exit", "quit", "get_ipython")
