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

from .worked_out import WORKED_OUT, Reduction, of_kind

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

TAKEN_APART = frozenset({"patsy", "statsmodels"})
"""Packages all of whose classes with a `__getstate__` are taken apart.

patsy lets none of its objects be pickled, as their form may change from one version to the next;
the processes of a run share one. statsmodels drops the design of a formula, and makes it again of
whatever names the code that unpickles it has; its results change what they are made of.
"""


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
def _reduction_of(kind: type) -> Reduction | None:
    if (found := of_kind(_CHANGED, kind)) is not None:
        return found
    plain = getattr(object, "__getstate__", None)
    with_state = getattr(kind, "__getstate__", plain) is not plain
    if with_state and kind.__module__.partition(".")[0] in TAKEN_APART:
        return _in_parts
    reduces = (kind.__reduce_ex__, kind.__reduce__) != (object.__reduce_ex__, object.__reduce__)
    takes_state = any("__setstate__" in vars(each) for each in kind.__mro__)
    return _with_own_state if takes_state and not reduces else None


def _in_parts(value: Any) -> Any:
    return object.__new__, (type(value),), vars(value), None, None, _set_attributes


def _set_attributes(value: Any, attributes: dict[str, Any]) -> None:
    _intern(attributes)
    vars(value).update(attributes)


def _intern(attributes: dict[str, Any]) -> None:
    """Make names of attributes one text each, as Python has them: pickle tells equal texts apart."""
    items = [(sys.intern(name), value) for name, value in attributes.items()]
    attributes.clear()
    attributes.update(items)


def _with_own_state(value: Any) -> Any:
    """An object whose class takes its state itself, and may leave the names in it as they come."""
    if type(value) in copyreg.dispatch_table:
        return NotImplemented
    reduction = value.__reduce_ex__(4)
    state = reduction[2] if isinstance(reduction, tuple) and len(reduction) > 2 else None
    if type(state) is not dict or not all(type(name) is str for name in state):
        return NotImplemented
    items = (*reduction[3:], None, None)[:2]
    return *reduction[:3], *items, _set_own_state


def _set_own_state(value: Any, state: dict[str, Any]) -> None:
    _intern(state)
    value.__setstate__(state)


def _array_in_parts(array: np.ndarray) -> Any:
    """An array of a class of its own, with its attributes."""
    import numpy as np

    make, arguments, state = np.ndarray.__reduce__(array)
    return make, arguments, (state, vars(array)), None, None, _set_array


def _set_array(array: np.ndarray, state: tuple[Any, dict[str, Any]]) -> None:
    array.__setstate__(state[0])
    _set_attributes(array, state[1])


def _frame_in_parts(frame: pd.DataFrame | pd.Series) -> Any:
    """A frame of a class of its own, with its attributes; its flags refer back to it."""
    kind = type(frame)
    of_pandas = kind.__module__.startswith("pandas.")
    if of_pandas or kind.__setstate__.__module__ != "pandas.core.generic":
        return NotImplemented  # its class sees to it
    attributes = dict(vars(frame))
    flags = attributes.pop("_flags")
    allows = flags.allows_duplicate_labels
    return object.__new__, (kind,), (attributes, allows), None, None, _set_frame


def _set_frame(frame: pd.DataFrame | pd.Series, state: tuple[dict[str, Any], bool]) -> None:
    import pandas as pd

    _set_attributes(frame, state[0])
    vars(frame)["_flags"] = pd.Flags(frame, allows_duplicate_labels=state[1])


def _artist_in_parts(artist: Any) -> Any:
    """A part of a figure, with the function that it tells of its changes."""
    told = artist.stale_callback
    home = sys.modules.get(getattr(told, "__module__", None) or "")
    if told is None or getattr(home, told.__qualname__, None) is not told:
        return NotImplemented
    reduction = artist.__reduce_ex__(4)
    if len(reduction) < 3 or any(reduction[3:]):
        return NotImplemented
    return *reduction[:2], (reduction[2], told), None, None, _set_artist


def _set_artist(artist: Any, given: tuple[dict[str, Any], Callable[..., Any]]) -> None:
    state, callback = given
    (_set_own_state if hasattr(artist, "__setstate__") else _set_attributes)(artist, state)
    artist.stale_callback = callback


def _optimizer_in_parts(optimizer: Any) -> Any:
    """An optimizer with its hooks, but for the `step` that a scheduler of its learning rate counts."""
    state = {name: value for name, value in vars(optimizer).items() if name != "step"}
    return object.__new__, (type(optimizer),), state


def _tensor_with_gradient(tensor: Any) -> Any:
    """A tensor with the gradient that was worked out for it."""
    gradient = tensor.grad if tensor.is_leaf else None
    if gradient is None:
        return NotImplemented
    make, arguments, *state = tensor.__reduce_ex__(4)
    return _with_gradient, (make, arguments, gradient, *state)


def _with_gradient(
    make: Callable[..., Any], arguments: tuple[Any, ...], gradient: Any, *state: Any
) -> Any:
    tensor = make(*arguments)
    for each in filter(None, state):
        tensor.__setstate__(each)
    tensor.grad = gradient
    return tensor


_CHANGED: dict[str, Reduction] = {
    **WORKED_OUT,
    "matplotlib.artist.Artist": _artist_in_parts,
    "numpy.polynomial._polybase.ABCPolyBase": _in_parts,
    "pandas.core.generic.NDFrame": _frame_in_parts,
    "patsy.design_info.DesignMatrix": _array_in_parts,
    "torch.Tensor": _tensor_with_gradient,
    "torch.optim.optimizer.Optimizer": _optimizer_in_parts,
}
"""Classes whose own pickling loses or adds something, for them and what is derived from them.

A polynomial comes back with an attribute more; a frame of a class of one's own, too, and without
those that it was given. A part of a figure forgets whom it tells of its changes, an optimizer its
hooks and warnings, a tensor its gradient.
"""


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
