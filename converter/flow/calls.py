"""What calls do and give: of the notebook's own functions, of methods and of libraries."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import lru_cache

from ..source.trees import asks_for, is_false, keyword_of
from . import knowledge as known
from .applying import apply
from .attributes import class_behind
from .effects import library_of, opens_path, record_library, record_method
from .entering import enter_names
from .facts import Effect, Function
from .gradients import GOING_BACK, go_back, note_made, note_method
from .paths import literal
from .texts import names_evaluated, names_fitting, names_in_formula
from .values import NOTHING, PLAIN, UNSHARED, Value, held_by, kind_of_each, member, merge, step
from .walk import Walk

GONE_OVER = frozenset({"list", "tuple", "dict", "set", "plain", "array"})
"""Kinds whose iterators can be pickled."""


def call(
    walk: Walk, node: ast.Call, callee: Value, args: tuple[Value, ...], named: dict[str, Value]
) -> Value:
    """What a call does, and what it gives."""
    if callee.kind == "function" and callee.path in walk.functions:
        return apply(walk, walk.functions[callee.path], args, named)
    if callee.kind in known.ALWAYS_CHANGING:
        walk.change(callee)
    if callee.kind == "class" and callee.path in walk.classes:
        return _instance(walk, callee.path, args, named)
    if callee.kind == "library":
        return _library_call(walk, node, callee.path, args, named)
    if isinstance(node.func, ast.Name) and walk.scopes:
        _remember_call(walk, node.func.id, args, named)
        if not callee.kind and callee.own:
            _remember_call(walk, ".__call__", (callee, *args), named)
    if walk.is_itself(callee):
        for method in walk.methods("", "__call__"):
            apply(walk, method, (callee, *args), named)
    if callee.kind.startswith("instance:"):
        return _notebook_method(walk, callee, ("__call__", "forward"), args, named)
    for name in walk.functions.keys() & _held_functions(walk, callee):
        apply(walk, walk.functions[name], args, named)
    return walk.fresh("", callee.members)


def _held_functions(walk: Walk, callee: Value) -> set[str]:
    return {name for thing in callee.reach for name in walk.holders.get(thing, ())}


def _remember_call(walk: Walk, name: str, args: tuple[Value, ...], named: dict[str, Value]) -> None:
    for scope in reversed(walk.scopes):
        if scope.function:
            scope.calls.append((name, args, named))
            return


def _instance(walk: Walk, name: str, args: tuple[Value, ...], named: dict[str, Value]) -> Value:
    read = _read_by_methods(walk, name)
    held = held_by((*args, *named.values())) | _reach_of(walk, read)
    value = walk.fresh(f"instance:{name}", held)
    walk.keep_function(next(iter(value.own)), read)
    for method in ("__new__", "__init__"):
        _notebook_method(walk, value, (method,), args, named)
    return value


def as_member(walk: Walk, value: Value) -> Value:
    """A value as something holds it: of a function, it knows which it is and what that reads.

    So calling a member calls the function, and a change of what it reads is one of what holds it.
    """
    if value.kind != "function" or value.path not in walk.functions:
        return value
    token = walk.tokens.get(value.path)
    if token is None:
        token = walk.tokens[value.path] = next(iter(walk.fresh().own))
        walk.holders[token] = {value.path}
    read = walk.closure(value.path)
    walk.keep_function(token, read)
    return Value(value.kind, frozenset((token,)), _reach_of(walk, read), value.path)


def _reach_of(walk: Walk, names: Iterable[str]) -> frozenset[int]:
    """The objects behind names that a function or a method reads when it is called."""
    read = map(walk.values.get, sorted(names))
    reach = [each.reach for each in read if each is not None and each.kind not in UNSHARED]
    return NOTHING.union(*reach)


def _read_by_methods(walk: Walk, name: str) -> frozenset[str]:
    """Names that the methods of an object read once it is made, through what they call too."""
    noun = walk.classes[name]
    found = {
        read
        for method, does in noun.methods.items()
        if method not in ("__new__", "__init__")
        for each in does.reads
        for read in (each, *walk.closure(each))
    }
    bases = (base for base in noun.bases if base in walk.classes and base != name)
    return frozenset(found).union(*(_read_by_methods(walk, base) for base in bases))


def enter_and_leave(walk: Walk, manager: Value) -> Value:
    """What a `with` does, and what its target is: of a generator, what it yields."""
    if manager.kind == "iterator":
        yielded = walk.fresh("", manager.members)
        return yielded._replace(own=yielded.own | manager.members)
    if not manager.kind.startswith("instance:"):
        return manager
    entered = _notebook_method(walk, manager, ("__enter__", "__aenter__"), (), {})
    _notebook_method(walk, manager, ("__exit__", "__aexit__"), (PLAIN, PLAIN, PLAIN), {})
    return entered


def _notebook_method(
    walk: Walk,
    owner: Value,
    names: tuple[str, ...],
    args: tuple[Value, ...],
    named: dict[str, Value],
) -> Value:
    kind = owner.kind.removeprefix("instance:")
    for name in names:
        method = walk.method(kind, name)
        if method is not None:
            return apply(walk, method, (owner, *args), named)
    return walk.fresh("", owner.inside)


def call_method(
    walk: Walk, node: ast.Call, owner: Value, args: tuple[Value, ...], named: dict[str, Value]
) -> Value:
    """What a method does, and what it gives."""
    name = node.func.attr  # type: ignore[attr-defined]
    if owner.kind == "class" and (of_class := walk.method(owner.path, name)):
        return apply(walk, of_class, (owner, *args) if of_class.of_class else args, named)
    methods = walk.methods(owner.kind, name)
    changes = _changes(owner, name, node)
    if walk.is_itself(owner) or not owner.kind:  # it may be of a class that has its own
        _remember_call(walk, f".{name}", (owner._replace(kind=""), *args), named)
    if methods:
        result = merge([apply(walk, each, (owner, *args), named) for each in methods])
        if owner.kind or not changes:  # else it may be another class's method of that name
            return result
    if name == "pipe" and args and args[0].kind == "function" and args[0].path in walk.functions:
        return apply(walk, walk.functions[args[0].path], (owner, *args[1:]), named)
    _fill_given(walk, named)
    if owner.kind == "rng" and name == "shuffle" and args:
        walk.change(args[0])
    if changes:
        walk.change(owner)
        keeper = class_behind(walk, node.func.value)  # type: ignore[attr-defined]
        if keeper is not None:
            walk.effect("class", keeper)
        if name not in known.SHALLOW_METHODS and owner.kind not in known.ALWAYS_CHANGING:
            _change_deeply(walk, owner)
        elif name in known.SHALLOW_METHODS:
            walk.keep(owner.own, held_by((*args, *named.values())))
    record_method(walk, node, name, owner)
    note_method(walk, name, owner)
    if name == "to_sql":
        _write_table(walk, node, args, named)
    if owner.kind == "file" and name in known.COMMITTING_METHODS:
        walk.effect("writes", name, node)
    returns_self = name in known.RETURNING_SELF or (changes and says_it_changes(name))
    if returns_self and owner.kind not in ("frame", "series"):
        return owner
    return _result_of_method(walk, node, owner)


def _fill_given(walk: Walk, named: dict[str, Value]) -> None:
    """What a call writes into: numpy's `out`, the `file` of `print`, the `buf` of `df.info`."""
    for name in ("out", "file", "buf"):
        if name in named:
            walk.change(named[name])


def _write_table(
    walk: Walk, node: ast.Call, args: tuple[Value, ...], named: dict[str, Value]
) -> None:
    """`df.to_sql("sales", connection)` writes behind the connection, wherever that is."""
    walk.change(named.get("con") or next(iter(args[1:]), PLAIN))
    walk.effect("writes", "to_sql", node)


def find_method(walk: Walk, owner: Value, name: str) -> Function | None:
    """The method of a notebook's class that a call may mean."""
    return next(iter(walk.methods(owner.kind, name)), None)


def go_over(walk: Walk, value: Value) -> None:
    """What goes over a value does: an object of the notebook says so itself, a loader shuffles."""
    if value.kind == "loader":
        walk.facts.effects.append(Effect("random", "torch", sure=True))
    if value.kind.startswith("instance:"):
        for name in ("__iter__", "__next__"):
            if method := find_method(walk, value, name):
                apply(walk, method, (value,), {})


def _keeps_no_copy(node: ast.Call) -> bool:
    given = keyword_of(node, "copy")
    return given is not None and is_false(given)


def _changes(owner: Value, name: str, node: ast.Call) -> bool:
    return asks_for(node, "inplace") or (
        changes_owner(owner, name) and not _is_of_copy(owner, node)
    )


def _is_of_copy(owner: Value, node: ast.Call) -> bool:
    """Whether a call is as jax has them: `x.at[0].set(1)` gives an array, and changes none."""
    place = getattr(node.func, "value", None)
    at = isinstance(place, ast.Subscript) and getattr(place.value, "attr", "") == "at"
    return at and not owner.kind and not owner.part


def changes_owner(owner: Value, name: str) -> bool:
    """Whether a method, by its name, changes what it is called on."""
    if owner.kind in known.ALWAYS_CHANGING:
        return True
    allowed = known.CHANGING_METHODS_OF_KIND.get(owner.kind)
    if allowed is not None:
        return name in allowed
    also = known.ALSO_CHANGING.get(owner.kind, ())
    return name in known.CHANGING_METHODS or name in also or says_it_changes(name)


def says_it_changes(name: str) -> bool:
    """Whether a function's name ends in a line, as torch has it for those that change in place."""
    return name.endswith("_") and not name.endswith("__")


def _change_deeply(walk: Walk, owner: Value) -> None:
    """A method of an object that keeps others, such as an optimizer's `step`, may change those."""
    unknown = owner.kind in ("", "estimator")  # what it holds, where a function is given it
    given = unknown and any(each.function for each in walk.scopes)
    if given or (owner.members and owner.kind not in {"cloning", *known.CONTAINERS}):
        spared = known.TRAINING_DATA if owner.kind == "estimator" else frozenset()
        walk.change(owner, deep=True, spared=spared)


def _result_of_method(walk: Walk, node: ast.Call, owner: Value) -> Value:
    name = node.func.attr  # type: ignore[attr-defined]
    if opens_path(node, owner):
        return walk.fresh("file")
    if owner.kind in ("frame", "series"):
        return walk.fresh(known.FRAME_METHODS_TO_OTHER.get(name, owner.kind))
    if owner.kind == "plotter":
        return walk.fresh("axes")
    if owner.kind == "array":
        return owner if name in known.RETURNING_PARTS else walk.fresh("array")
    if owner.kind in ("plain", "index"):
        return walk.fresh("list") if name in ("split", "splitlines", "tolist") else PLAIN
    if owner.kind == "rng":
        return walk.fresh("list", each="rng") if name == "spawn" else walk.fresh("array")
    if owner.kind == "pattern" and name in known.PATTERN_METHODS:
        kind, each = known.PATTERN_METHODS[name]
        return walk.fresh(kind, each=each)
    if name in ("nodes", "edges") and keyword_of(node, "data") is not None:
        return member(owner)  # the attributes of a graph's nodes or edges
    if owner.kind == "file" and name in known.CURSOR_METHODS:
        return walk.fresh("file", owner.inside)
    parts = name in known.PARTS_OF_DOCUMENT and owner.kind == "tree"
    if parts or name in known.RETURNING_PARTS or owner.kind == "axes":
        return member(owner)
    if name == "copy":
        return walk.fresh(
            owner.kind, owner.inside if owner.kind in ("list", "dict", "set") else NOTHING
        )
    return walk.fresh()


def _library_call(
    walk: Walk, node: ast.Call, path: str, args: tuple[Value, ...], named: dict[str, Value]
) -> Value:
    if path in walk.own.functions:
        return apply(walk, walk.own.functions[path], args, named)
    owner, _, method = path.rpartition(".")
    if args and owner in known.OF_CONTAINERS and method in known.CHANGING_METHODS:
        walk.change(args[0])
    if args and says_it_changes(method):
        walk.change(args[0])  # `torch.nn.init.zeros_(weights)`
    if path in known.GOING_OVER:
        for each in args:
            go_over(walk, each)
    for position in known.CHANGED_ARGUMENTS.get(path, ()):
        if position < len(args):
            walk.change(args[position])
    _fill_given(walk, named)
    if args and (
        asks_for(node, "inplace") or (path in known.CHANGED_UNCOPIED and _keeps_no_copy(node))
    ):
        walk.change(args[0])
    if path in ("builtins.setattr", "builtins.delattr") and args and args[0].kind == "class":
        walk.effect("class", args[0].path)
    if (
        library_of(path) not in known.LOOKING_LIBRARIES
        and not path.startswith(known.EXPLAINING)
        and not path.rpartition(".")[2][:1].isupper()
    ):
        for each in (*args, *named.values()):
            if each.kind == "estimator":  # a function that nobody knows may fit it
                walk.change(each)
    record_library(walk, node, path)
    if not walk.scopes:
        enter_names(walk, node, path)
    if path in known.READING_TEXT or library_of(path) in known.READING_FORMULAS:
        _read_names_in_text(walk, node, path)
    if library_of(path) not in known.PLAIN_CALLERS:
        for each in (*args, *named.values()):
            if each.kind == "function":
                walk.given_away.add(each.path)
    if path == "builtins.map" and args and args[0].path in walk.functions:
        apply(walk, walk.functions[args[0].path], tuple(member(each) for each in args[1:]), {})
    if args and path in GOING_BACK:
        go_back(walk, args[0])
    value = _made(walk, node, path, args, named)
    if path.startswith("torch."):
        note_made(walk, node, path, value)
    return value


def _made(
    walk: Walk, node: ast.Call, path: str, args: tuple[Value, ...], named: dict[str, Value]
) -> Value:
    """The value of a library call."""
    last = path.rpartition(".")[2]
    kind = _kind_of_call(path, node)
    if path in known.MAKING_TYPES or path in known.MAKING_CLASSES:
        return walk.fresh(path=path)
    if library_of(path) == "re" and last in known.PATTERN_METHODS:
        return walk.fresh(kind, each=known.PATTERN_METHODS[last][1])
    if path in known.TAKEN_UP and all(each.kind in GONE_OVER for each in args):
        kind = "cursor"
    if path in known.VIEWS_OF_ARGUMENT and args:
        kind = "" if library_of(path) == "torch" else args[0].kind
        return args[0]._replace(kind=kind) if args[0].own else walk.fresh("array")
    if kind == "plain":
        return PLAIN
    if path in known.COPYING_CALLS and args:
        return walk.fresh(args[0].kind, each=args[0].each)
    if path in known.PICKING_CALLS and args:
        return merge(
            args if path in ("builtins.min", "builtins.max") and args[1:] else map(member, args[:1])
        )
    if path in known.HOLDING_CALLS:
        copies = kind in known.CONTAINERS or path == "copy.copy"
        copied = [step(each) if copies else as_member(walk, each) for each in args]
        alike = copies and len(args) == 1 and not named
        held = held_by((*copied, *named.values()))
        return walk.fresh(kind, held, each=kind_of_each(copied) if alike else "")
    if last[:1].isupper():
        if last in known.CLONING_CLASSES:
            return walk.fresh(kind or "cloning")
        trains = library_of(path) in known.ESTIMATOR_LIBRARIES and not path.startswith(
            known.FEEDING
        )
        return walk.fresh(
            kind or ("estimator" if trains else ""),
            held_by(as_member(walk, each) for each in _kept((*args, *named.values()))),
        )
    return walk.fresh(kind, path=path)


def _read_names_in_text(walk: Walk, node: ast.Call, path: str) -> None:
    """`eval("a + b")` reads what its text names, a formula the functions and modules in it."""
    for each in (*node.args, *(keyword.value for keyword in node.keywords)):
        text = literal(each, walk.constants)
        if path not in known.READING_TEXT:
            named = names_in_formula(text) if isinstance(text, str) else []
            told = [each for each in named if each in walk.values]
            walk.given_away.update(each for each in told if each in walk.functions)
        elif isinstance(text, str):
            told = names_evaluated(text)
        else:
            told = names_fitting(each, walk.values)
        walk.load_told(told, each.lineno)


def _kept(args: Iterable[Value]) -> list[Value]:
    return [each for each in args if each.kind not in ("frame", "series", "index", "plain")]


def _kind_of_call(path: str, node: ast.Call) -> str:
    kind = _kind_by_name(path)
    if kind == "array" and _of_objects(node):
        return ""
    if kind == "frame" and path.startswith("pandas.read_"):
        return _kind_of_table(node)
    return kind


def _kind_of_table(node: ast.Call) -> str:
    """What a reader of tables gives: a frame, an iterator over pieces of one, or one a sheet."""
    given = {each.arg: each.value for each in node.keywords}
    if "typ" in given:
        return ""
    if not given.keys().isdisjoint(("chunksize", "iterator")):
        return "iterator"
    sheets = given.get("sheet_name", ast.Constant(0))
    one = isinstance(sheets, ast.Constant) and sheets.value is not None
    return "frame" if one or isinstance(sheets, ast.Name) else "dict"


@lru_cache(maxsize=2048)
def _kind_by_name(path: str) -> str:
    kind = known.KIND_OF_CALL.get(path)
    if kind is not None:
        return kind
    return next((kind for start, kind in known.KIND_OF_PREFIX if path.startswith(start)), "")


def _of_objects(node: ast.Call) -> bool:
    """Whether a call makes an array of Python objects, which holds what is stored into it."""
    types = (ast.unparse(each.value) for each in node.keywords if each.arg == "dtype")
    return any(each.rpartition(".")[2].strip("'\"_") in ("object", "O") for each in types)
