"""Python's own types: containers, text, views, and those that have no content."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Mapping
from typing import Any

from .digest import KINDS, OPAQUE_MODULES, Digest, Opaque, kind, opaque
from .objects import feed_attributes, feed_own_state

DERIVABLE = (int, float, complex, str, bytes)

OPAQUE_MODULES.update(
    """_asyncio _io _socket _ssl _thread asyncio concurrent contextlib h5py ipykernel ipywidgets
    IPython itertools matplotlib multiprocessing selectors sqlite3 ssl subprocess tables threading
    tqdm weakref zmq""".split()
)

for _name in ("generator", "coroutine", "async_generator", "frame", "traceback", "weakref"):
    KINDS[f"builtins.{_name}"] = opaque
for _name in ("Connection", "Engine", "Session", "Result"):
    KINDS[f"sqlalchemy.{_name}"] = opaque
for _name in ("Thread", "Local", "local", "Lock", "RLock"):
    KINDS[f"threading.{_name}"] = opaque


@kind("builtins.list", "builtins.tuple")
def feed_sequence(value: Any, digest: Digest) -> None:
    base: Any = list if isinstance(value, list) else tuple
    items = list(base.__iter__(value))
    digest.text(f"{type(value).__name__}[{len(items)};")
    digest.items(items)
    if type(value) is not base:
        feed_own_state(value, digest)


@kind("IPython.SList")
def feed_shell_lines(value: Any, digest: Digest) -> None:
    """What `x = !command` gives is a list of lines, which is what the pipeline makes of it."""
    digest.content(list(value))


@kind("builtins.dict")
def feed_dict(value: Any, digest: Digest) -> None:
    base = OrderedDict if isinstance(value, OrderedDict) else dict  # which has an order of its own
    keys, items = list(base.keys(value)), list(base.values(value))
    digest.text(f"{type(value).__name__}{{{len(keys)};")
    digest.items(keys)
    digest.items(items)
    if isinstance(value, defaultdict):
        digest.feed(value.default_factory)
    if type(value) is not dict:
        feed_own_state(value, digest)


@kind("builtins.set", "builtins.frozenset")
def feed_set(value: Any, digest: Digest) -> None:
    digest.text(f"{type(value).__name__}({len(value)};")
    digest.unordered(value)
    if type(value) not in (set, frozenset):
        feed_own_state(value, digest)


@kind("collections.Mapping", "builtins.mappingproxy")
def feed_mapping(value: Any, digest: Digest) -> None:
    """Any other mapping: by the items that it shows, then by its state."""
    try:
        items = list(Mapping.items(value))
    except Exception:  # noqa: BLE001, a mapping may read a closed file or the network
        raise Opaque(type(value)) from None
    digest.text(f"{type(value).__name__}{{{len(items)};")
    for key, item in items:
        digest.feed(key)
        digest.feed(item)
    feed_attributes(value, digest)


@kind("builtins.dict_keys", "builtins.dict_values", "builtins.dict_items")
def feed_view(value: Any, digest: Digest) -> None:
    digest.text(f"{type(value).__name__}[{len(value)};")
    digest.items(list(value))


@kind("builtins.int", "builtins.float", "builtins.complex", "builtins.str", "builtins.bytes")
def feed_derived(value: Any, digest: Digest) -> None:
    """An instance of a class derived from an atom's: an IntEnum, a `str` with attributes."""
    base: Any = next(each for each in DERIVABLE if isinstance(value, each))
    digest.text(f"{type(value).__qualname__}({base.__repr__(value)};")
    feed_attributes(value, digest)


@kind("builtins.bytearray", "builtins.memoryview")
def feed_bytes(value: Any, digest: Digest) -> None:
    digest.text(f"{type(value).__name__}:{len(value)};")
    view = memoryview(value)
    digest.buffer(view if view.c_contiguous else view.tobytes())


@kind("_io.BytesIO", "_io.StringIO")
def feed_memory_file(value: Any, digest: Digest) -> None:
    if value.closed:
        raise Opaque(type(value))
    digest.text(f"{type(value).__name__}@{value.tell()};")
    digest.atom(value.getvalue())


@kind("pathlib.PurePath")
def feed_path(value: Any, digest: Digest) -> None:
    """A path is its text; what else it holds, it has worked out from that when it was asked."""
    digest.text(f"{type(value).__name__}:{value};")


@kind("builtins.type", "builtins.module", "builtins.builtin_function_or_method")
def feed_named(value: Any, digest: Digest) -> None:
    digest.text(f"code:{getattr(value, '__name__', '?')};")


@kind("logging.Logger")
def feed_logger(value: Any, digest: Digest) -> None:
    """A logger is its name and level: its handlers belong to the process."""
    digest.text(f"logger:{value.name}:{value.level};")
