"""Which names of a kernel's namespace are the user's data."""

from __future__ import annotations

import re
import types
from collections.abc import Mapping
from typing import Any

HIDDEN = frozenset({"In", "Out", "get_ipython", "exit", "quit", "open", "display"})

OWN_TO_IPYTHON = re.compile(r"_+|_i+|_i?\d+|_[dio]h|_exit_code|__\w*")
"""Names that IPython and Python keep beside the user's."""

CODE = (
    types.ModuleType,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    type,
)


def is_data(value: Any) -> bool:
    """Modules, classes and functions are code: they are not compared."""
    return not issubclass(type(value), CODE)  # a proxy may answer `isinstance` in any way


def _is_users(name: str) -> bool:
    return name not in HIDDEN and not OWN_TO_IPYTHON.fullmatch(name)


def code_in(namespace: Mapping[str, Any]) -> list[str]:
    """The user's names for functions, classes and modules, sorted.

    >>> code_in({"_": 1, "In": [], "x": 2, "f": len, "re": re})
    ['f', 're']
    """
    return sorted(
        name for name, value in list(namespace.items()) if _is_users(name) and not is_data(value)
    )


def data_in(namespace: Mapping[str, Any]) -> dict[str, Any]:
    """The user's variables that hold data, in the order in which they were made.

    >>> data_in({"_": 1, "In": [], "x": 2, "f": len, "_y": 3})
    {'x': 2, '_y': 3}
    """
    return {
        name: value for name, value in list(namespace.items()) if _is_users(name) and is_data(value)
    }
