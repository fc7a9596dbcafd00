"""What calls do beside their value: files, random numbers, settings, figures."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from ..source.trees import keyword_of
from . import known_effects as known
from .facts import Effect
from .knowledge import LOOKING_LIBRARIES
from .paths import literal
from .texts import names_queried
from .values import Value
from .walk import Walk


def library_of(path: str) -> str:
    """The top-level module of a dotted name."""
    return path.partition(".")[0]


def record_library(walk: Walk, node: ast.Call, path: str) -> None:
    """Remember what a library call does beside its value."""
    if path in known.CHOOSING_BACKEND and _opens_windows(walk, node):
        return  # as with `%matplotlib`: a pipeline has no screen
    if script_run(walk, node, path) is not None:
        walk.effect("reads", path, node, _path_at(walk, node, 0))
        return
    walk.facts.effects.extend(_effects_of(path))
    _record_files(walk, node, path)
    _record_written(walk, node, path)
    if library_of(path) not in LOOKING_LIBRARIES:
        walk.effect("unknown", path, node)


def script_run(walk: Walk, node: ast.Call, path: str) -> str | None:
    """The text of the script that `%run` names, where a cell above writes it.

    Such a script is not there when the pipeline begins.
    """
    script = _path_at(walk, node, 0) if path == "runpy.run_path" else None
    return walk.written.get(script) if script else None


def _opens_windows(walk: Walk, node: ast.Call) -> bool:
    """Whether the backend of matplotlib that a call chooses shows its figures."""
    chosen = literal(node.args[0], walk.constants) if node.args else None
    return isinstance(chosen, str) and chosen.lower() not in known.WINDOWLESS


@lru_cache(maxsize=2048)
def _effects_of(path: str) -> tuple[Effect, ...]:
    """What calling a library's function does whatever it is given."""
    configures = path.startswith(known.CONFIGURING)
    found = [] if configures else list(_randomness_of(path))
    if path.startswith("matplotlib.pyplot."):
        found.append(Effect("pyplot", path))
    if configures:
        found.append(Effect("config", path))
    if path in known.SETTERS:
        found.append(Effect("consults", known.SETTERS[path]))
    if path == "os.chdir":
        found.append(Effect("folder", path))
    if path in known.LOCATING:
        found.append(Effect("located", path))
    if path in known.ASKING:
        found.append(Effect("asks", path))
    if path in known.UNSET_MEMORY:
        found.append(Effect("unset", path))
    return tuple(found)


def _randomness_of(path: str) -> Iterable[Effect]:
    if path in known.RANDOM_SEEDS:
        yield Effect("seed", known.RANDOM_SEEDS[path])
    elif _may_draw(path):
        generators = (what for start, what in known.RANDOM_PREFIXES if path.startswith(start))
        sure = path.startswith(known.SURELY_RANDOM)
        yield from (Effect("random", what, sure=sure) for what in islice(generators, 1))


def _may_draw(path: str) -> bool:
    """Whether a function of a library that draws may do so; a class draws only when it is used."""
    name = path.rpartition(".")[2]
    if path.startswith("scipy.stats."):
        return known.DRAWING_STATISTICS.search(name) is not None
    makes = name[:1].isupper() and library_of(path) in known.ESTIMATING
    return not makes and path not in known.NOT_RANDOM and not path.startswith(known.STEADY_PREFIXES)


def _record_files(walk: Walk, node: ast.Call, path: str) -> None:
    if path in known.OPENING:
        kind = "writes" if set(_mode(node)) & set("wax+") else "reads"
        walk.effect(kind, path, node, _path_at(walk, node, 0))
    elif path in known.WRITING:
        walk.effect("writes", path, node, _path_at(walk, node, known.WRITING[path]))
    elif path.startswith(known.FILE_SYSTEM_PREFIXES):
        walk.effect("files", path, node)
    elif path in known.LISTING:
        walk.effect("reads", path, node)
    elif path in known.READING:
        walk.effect("reads", path, node, _path_at(walk, node, known.READING[path]))
    elif path.startswith(("pandas.read_", "polars.read_", "polars.scan_")):
        walk.effect("reads", path, node, _path_at(walk, node, 0))
    elif library_of(path) not in known.PRINTING_LIBRARIES:
        _record_by_name(walk, node, path)


def _record_written(walk: Walk, node: ast.Call, what: str) -> None:
    """Whatever is given the path of a file that the notebook has written may read it."""
    if not walk.written or any(each.call is node and each.path for each in walk.facts.effects):
        return
    for at in range(len(node.args)):
        path = _path_at(walk, node, at)
        if path in walk.written:
            walk.effect("reads", what, node, path)


def _record_by_name(walk: Walk, node: ast.Call, path: str) -> None:
    """A function that no table has, and that is called as one which reads or writes a file."""
    name = path.rpartition(".")[2]
    if known.WRITING_BY_NAME.match(name):
        walk.effect("writes", path, node, _first_path(walk, node))
    elif known.READING_BY_NAME.match(name) and (found := _first_path(walk, node)):
        walk.effect("reads", path, node, found)


def _first_path(walk: Walk, node: ast.Call) -> str | None:
    """The first argument that is the path of a file."""
    places = range(len(node.args) or 1)
    return next((found for at in places if (found := _path_at(walk, node, at))), None)


def record_method(walk: Walk, node: ast.Call, name: str, owner: Value) -> None:
    """What a method does beside its value, as its name says it."""
    if _writes(node, name, owner):
        place = node.func.value if isinstance(node.func, ast.Attribute) else None
        on_path = name in ("write_text", "write_bytes", "touch", "mkdir", "unlink", "rename")
        path = literal(place, walk.constants) if on_path and place else _path_at(walk, node, 0)
        walk.effect("writes", name, node, str(path) if path is not None else None)
    elif name in known.READING_METHODS and isinstance(node.func, ast.Attribute):
        walk.effect("reads", name, node, _path_itself(walk, node.func))
    elif opens_path(node, owner) and isinstance(node.func, ast.Attribute):
        kind = "writes" if set(_mode(node, 0)) & set("wax+") else "reads"
        walk.effect(kind, "open", node, _path_itself(walk, node.func))
    elif name in known.LOCATING_METHODS:
        walk.effect("located", name, node)
    else:
        _record_written(walk, node, name)
    if name in ("query", "eval") and node.args:
        pieces = (each for each in ast.walk(node.args[0]) if isinstance(each, ast.Constant))
        for each in pieces:
            walk.load_told(names_queried(str(each.value)), node.lineno)
    if name in known.RANDOM_METHODS and not _has_own_seed(node) and not _is_of_text(node, name):
        sure = name in known.SURELY_RANDOM_METHODS
        walk.facts.effects.append(Effect("random", known.RANDOM_METHODS[name], sure=sure))


def _writes(node: ast.Call, name: str, owner: Value) -> bool:
    if name == "rename" and (owner.kind in ("frame", "series", "index") or _is_label(node)):
        return False  # a path's is a file
    into = bool(node.args) or any(each.arg in known.PATH_ARGUMENTS for each in node.keywords)
    return name in known.WRITING_METHODS and (into or name not in known.GIVING_TEXT)


def _is_label(node: ast.Call) -> bool:
    """Whether a call is given names as columns have, and none as files have."""
    first = node.args[0] if node.args else None
    if isinstance(first, ast.Constant):
        return re.search(r"[./\\]", str(first.value)) is None
    return isinstance(first, (ast.Dict, ast.DictComp, ast.Lambda))


def _is_of_text(node: ast.Call, name: str) -> bool:
    """`line.split(",")` and `frame.resample("W")` draw nothing, as those of data may."""
    first = node.args[0] if node.args else None
    bare = name == "split" and not node.args and not node.keywords
    return bare or (isinstance(first, ast.Constant) and isinstance(first.value, str))


def _has_own_seed(node: ast.Call) -> bool:
    return any(each.arg in ("random_state", "seed", "rng") for each in node.keywords)


def _path_at(walk: Walk, node: ast.Call, position: int) -> str | None:
    place = keyword_of(node, *known.PATH_ARGUMENTS) or (
        node.args[position] if position < len(node.args) else None
    )
    found = literal(place, walk.constants) if place is not None else None
    return str(found) if isinstance(found, str) or hasattr(found, "parts") else None


def opens_path(node: ast.Call, owner: Value) -> bool:
    """Whether a call is that of a path: `path.open("w")`."""
    if getattr(node.func, "attr", "") != "open" or owner.kind == "file":
        return False
    return re.match(r"[rwax][bt+]*$", _mode(node, 0)) is not None


def _path_itself(walk: Walk, node: ast.Attribute) -> str | None:
    """The path whose method is called, where it is known."""
    path = literal(node.value, walk.constants)
    return str(path) if path is not None else None


def _mode(node: ast.Call, position: int = 1) -> str:
    place = keyword_of(node, "mode") or (node.args[position] if len(node.args) > position else None)
    if place is None:
        return "r"
    return place.value if isinstance(place, ast.Constant) and isinstance(place.value, str) else "r+"
