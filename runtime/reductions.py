"""How values are pickled which their libraries change on the way, or do not let go.

What comes back from another process is to be what was sent. Where a library's own pickling makes
something else of it, the object is taken apart here instead: its class and its attributes.
"""

from __future__ import annotations

import copyreg
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

WHOLE = frozenset({"numpy.polynomial._polybase.ABCPolyBase", "statsmodels.base.data.ModelData"})
"""Classes whose `__getstate__` loses or adds something.

A polynomial comes back with an attribute more. A model's data lose the design of their formula,
and make it again of whatever names the code that unpickles them has.
"""

REFUSING = frozenset({"patsy"})
"""Packages that keep their objects from being pickled, as their form may change from one version to
the next: the processes of a run share one."""


def reduced(value: Any) -> Any:
    """What to pickle in place of a value's own reduction; `NotImplemented` where that is right.

    The answer is one of `pickle.Pickler.reducer_override`.
    """
    if isinstance(value, type):
        _load_home(value)
        return NotImplemented
    reduce = _reduction_of(type(value))
    return reduce(value) if reduce else NotImplemented


def _load_home(kind: type) -> None:
    """Import the module that a class says it is from: else cloudpickle takes it for one of its own."""
    if kind.__module__ not in sys.modules:
        with suppress(Exception):
            import_module(kind.__module__)


@cache
def _reduction_of(kind: type) -> Callable[[Any], Any] | None:
    if any(f"{each.__module__}.{each.__qualname__}" in WHOLE for each in kind.__mro__):
        return _in_parts
    if kind.__module__.partition(".")[0] not in REFUSING:
        return None
    if "__reduce__" in vars(kind):
        return _matrix_in_parts
    return None if kind.__getstate__ is object.__getstate__ else _in_parts  # pyright: ignore[reportAttributeAccessIssue]


def _in_parts(value: Any) -> Any:
    return copyreg.__newobj__, (type(value),), vars(value), None, None, _set_attributes  # pyright: ignore[reportAttributeAccessIssue]


def _matrix_in_parts(matrix: np.ndarray) -> Any:
    """An array of a class of its own, with its attributes."""
    import numpy as np

    make, arguments, state = np.ndarray.__reduce__(matrix)
    return make, arguments, (state, vars(matrix)), None, None, _set_matrix


def _set_attributes(value: Any, attributes: dict[str, Any]) -> None:
    vars(value).update(attributes)


def _set_matrix(matrix: np.ndarray, state: tuple[Any, dict[str, Any]]) -> None:
    matrix.__setstate__(state[0])
    vars(matrix).update(state[1])


def reductions_of_dtypes() -> dict[type, Any]:
    """A table by which an array's type comes back as numpy's own, not as its equal.

    `numpy.asarray(array, float)` is the array itself only then. A value may rely on that to
    hold an array once, as estimators with a tree of neighbours do.
    """
    import numpy as np

    def of_dtype(dtype: np.dtype) -> Any:
        is_numpys = dtype.isbuiltin == 1 and dtype.metadata is None
        return (np.dtype, (dtype.char,)) if is_numpys else dtype.__reduce__()

    return {type(np.dtype(char)): of_dtype for char in np.typecodes["AllInteger"] + "?efdgFDGO"}
