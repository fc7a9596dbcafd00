"""What a value is, as a short text: equal values give equal digests, run after run.

The digest is that of a pickle without memory: which parts of a value are one object depends on
how it came about, not on what it is. Large buffers are read where they lie, not copied.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Callable
from types import FunctionType
from typing import Any

import cloudpickle

from ..own_code import is_own_code

CodeOf = Callable[[Any], str]

_MOST = 1 << 30  # bytes that a value without memory may take; shared parts can multiply


class _Sink:
    """A file that keeps nothing but the digest of what is written."""

    def __init__(self, most: float) -> None:
        self.sum = hashlib.sha256()
        self._room = most

    def write(self, content: Any) -> int:
        length = len(content)
        self._room -= length
        if self._room < 0:
            raise OverflowError("the value's parts are shared too often")
        self.sum.update(content)
        return length


class _Pickler(cloudpickle.Pickler):
    """Notes the project's own classes and functions that a value refers to."""

    def __init__(self, sink: _Sink, memory: bool) -> None:
        self.buffers: list[pickle.PickleBuffer] = []
        self.own: dict[str, Any] = {}
        super().__init__(sink, protocol=5, buffer_callback=self.buffers.append)
        self.fast = not memory

    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, type | FunctionType) and is_own_code(obj):
            self.own[f"{obj.__module__}.{obj.__qualname__}"] = obj
        return super().reducer_override(obj)


def digest_of(value: Any, code_of: CodeOf) -> str:
    """The digest of a value, and of the project's code that it brings along.

    Raises:
        Exception: whatever pickling raises for a value that cannot be pickled.
    """
    if type(value) in (set, frozenset):  # their order changes from process to process
        value = (type(value).__name__, *sorted(digest_of(item, code_of) for item in value))
    try:
        return _digest(value, code_of, memory=False)
    except (ValueError, RecursionError, OverflowError, pickle.PicklingError):
        return _digest(value, code_of, memory=True)  # it refers to itself


def _digest(value: Any, code_of: CodeOf, memory: bool) -> str:
    sink = _Sink(float("inf") if memory else _MOST)
    pickler = _Pickler(sink, memory)
    pickler.dump(value)
    for buffer in pickler.buffers:
        sink.sum.update(buffer.raw())
    for name in sorted(pickler.own):
        sink.sum.update(code_of(pickler.own[name]).encode())
    return sink.sum.hexdigest()[:40]


def digest_of_parts(parts: Any) -> str:
    """The digest of plain values: texts, numbers, lists and mappings of them.

    >>> digest_of_parts({"a": 1, "b": 2}) == digest_of_parts({"b": 2, "a": 1})
    True
    """
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:40]
