"""What expressions read, change and may be: one small function for each kind of expression."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from . import knowledge as known
from .effects import library_of, record_library, record_method
from .texts import names_evaluated, names_in_formula
from .values import NOTHING, PLAIN, Value, member, merge
from .walk import UNKEEPING, Function, Walk

Evaluate = Callable[[Walk, ast.expr], Value]


def evaluate(walk: Walk, node: ast.expr) -> Value:
    """Walk an expression: record what it reads and changes, and say what it may be."""
    return EVALUATE.get(type(node), _children)(walk, node)  # type: ignore[arg-type]


def _children(walk: Walk, node: ast.AST) -> Value:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            evaluate(walk, child)
    return PLAIN


def _constant(walk: Walk, node: ast.Constant) -> Value:
    return PLAIN


def _name(walk: Walk, node: ast.Name) -> Value:
    return walk.load(node.id, node.lineno)


def _attribute(walk: Walk, node: ast.Attribute) -> Value:
    owner = evaluate(walk, node.value)
    if owner.kind == "library":
        path = f"{owner.path}.{node.attr}"
        if path.startswith("pandas.options."):
            walk.effect("consults", path)
        return Value("library", path=path)
    if owner.kind == "class":
        walk.effect("sees", owner.path)
    if owner.kind in ("frame", "series"):
        kind = known.FRAME_ATTRIBUTES.get(node.attr, "series")
        return PLAIN if kind == "plain" else Value(kind, owner.own, part=True)
    if owner.kind == "array":
        return owner if node.attr in ("T", "flat", "real", "imag") else PLAIN
    if node.attr in known.PLAIN_ATTRIBUTES:
        return PLAIN
    return walk.own_attribute(owner, node.attr) or member(owner)


def _subscript(walk: Walk, node: ast.Subscript) -> Value:
    owner = evaluate(walk, node.value)
    evaluate(walk, node.slice)
    if isinstance(node.slice, ast.Slice) and owner.kind in ("list", "tuple"):
        return walk.fresh(owner.kind, owner.inside)  # a copy that holds the same things
    return member(owner)


def _binary(walk: Walk, node: ast.BinOp) -> Value:
    left, right = evaluate(walk, node.left), evaluate(walk, node.right)
    kinds = {left.kind, right.kind}
    for kind in ("frame", "series", "array"):
        if kind in kinds:
            return walk.fresh(kind)
    if kinds == {"plain"}:
        return PLAIN
    joined = kinds & known.CONTAINERS or (isinstance(node.op, ast.Add) and "plain" not in kinds)
    members = left.members | right.members if joined else NOTHING
    return walk.fresh(left.kind if left.kind == right.kind else "", members)


def _compare(walk: Walk, node: ast.Compare) -> Value:
    left = evaluate(walk, node.left)
    for each in node.comparators:
        evaluate(walk, each)
    return walk.fresh(left.kind) if left.kind in ("frame", "series", "array", "") else PLAIN


def _either(walk: Walk, node: ast.BoolOp) -> Value:
    return merge(evaluate(walk, each) for each in node.values)


def _choice(walk: Walk, node: ast.IfExp) -> Value:
    evaluate(walk, node.test)
    return merge((evaluate(walk, node.body), evaluate(walk, node.orelse)))


def _sequence(walk: Walk, node: ast.List | ast.Tuple | ast.Set) -> Value:
    kind = {ast.List: "list", ast.Tuple: "tuple", ast.Set: "set"}[type(node)]
    parts = [evaluate(walk, each) for each in node.elts]
    return replace(walk.fresh(kind, _held(parts)), each=_kind_of_each(parts))


def _dict(walk: Walk, node: ast.Dict) -> Value:
    keys = [evaluate(walk, each) for each in node.keys if each is not None]
    parts = [evaluate(walk, each) for each in node.values]
    return replace(walk.fresh("dict", _held((*keys, *parts))), each=_kind_of_each(parts))


def _kind_of_each(parts: Iterable[Value]) -> str:
    """The kind that all members have; a frame or an estimator, say, behaves so wherever it is."""
    kinds = {part.kind for part in parts}
    return kinds.pop() if len(kinds) == 1 and kinds <= known.KNOWN_IN_CONTAINERS else ""


def _held(parts: Iterable[Value]) -> frozenset[int]:
    return NOTHING.union(*(part.reach for part in parts if not part.part and part.kind != "plain"))


def _starred(walk: Walk, node: ast.Starred) -> Value:
    return member(evaluate(walk, node.value))


def _walrus(walk: Walk, node: ast.NamedExpr) -> Value:
    value = evaluate(walk, node.value)
    scopes = walk.scopes
    walk.scopes = [scope for scope in scopes if scope.function]  # it binds outside a comprehension
    walk.bind(node.target.id, value)
    walk.scopes = scopes
    return value


def _comprehension(
    walk: Walk, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
) -> Value:
    with walk.scope(function=False):
        for generator in node.generators:
            bind_each(walk, generator.target, generator.iter)
            for test in generator.ifs:
                evaluate(walk, test)
        parts = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        held = _held([evaluate(walk, part) for part in parts])
    kinds = {ast.ListComp: "list", ast.SetComp: "set", ast.DictComp: "dict"}
    made = walk.fresh(kinds.get(type(node), "iterator"), held)
    apart = made.kind == "list" and not walk.scopes and not any(map(walk.holders.get, held))
    return replace(made, path="builtins.list") if apart else made


def _lambda(walk: Walk, node: ast.Lambda) -> Value:
    with walk.scope(function=True) as scope:
        for name in parameters(node.args):
            scope.names[name] = walk.fresh()
        evaluate(walk, node.body)
    for default in (*node.args.defaults, *filter(None, node.args.kw_defaults)):
        evaluate(walk, default)
    if not any(each.function for each in walk.scopes):  # whoever gets it may call it at once
        for name, token in scope.free.items():
            if token in scope.hits:
                walk.change(walk.load(name, node.lineno), deep=not scope.hits[token])
    held = [walk.load(name, line) for name, line in scope.loads.items() if name not in scope.names]
    return walk.fresh("lambda", _held(held))


def parameters(arguments: ast.arguments) -> tuple[str, ...]:
    """The names of a function's parameters, in the order in which a call fills them."""
    plain = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    extra = filter(None, (arguments.vararg, arguments.kwarg))
    return tuple(each.arg for each in (*plain, *extra))


def iterate(walk: Walk, node: ast.expr) -> Value:
    """What a loop over an expression gives; an iterator is used up by it."""
    value = evaluate(walk, node)
    if value.kind in known.ALWAYS_CHANGING:
        walk.change(value)
    return PLAIN if value.kind in ("frame", "index", "plain") else member(value)


def bind_each(walk: Walk, target: ast.expr, source: ast.expr) -> None:
    """Bind the target of a loop: counts and keys beside the things have no part in them."""
    if not (isinstance(target, ast.Tuple) and _paired(walk, target.elts, source)):
        bind_target(walk, target, iterate(walk, source))


def _paired(walk: Walk, targets: Sequence[ast.expr], source: ast.expr) -> bool:
    """Bind `(i, x)` by what `enumerate`, `zip` or `items` puts in each place, where it is one."""
    if not isinstance(source, ast.Call) or any(
        isinstance(each, ast.Starred) for each in (*targets, *source.args)
    ):
        return False
    if isinstance(source.func, ast.Attribute):
        return source.func.attr == "items" and _by_items(walk, targets, source.func.value)
    path = evaluate(walk, source.func).path
    if path == "builtins.enumerate" and len(targets) == 2 and source.args:
        _children(walk, source)  # all is read before anything is bound
        bind_target(walk, targets[0], PLAIN)
        bind_each(walk, targets[1], source.args[0])
        return True
    if path != "builtins.zip" or len(targets) != len(source.args):
        return False
    parts = [iterate(walk, each) for each in source.args]
    for target, part in zip(targets, parts, strict=True):
        bind_target(walk, target, part)
    return True


def _by_items(walk: Walk, targets: Sequence[ast.expr], mapping: ast.expr) -> bool:
    owner = evaluate(walk, mapping)
    if len(targets) != 2 or _find_method(walk, owner, "items") is not None:
        return False
    bind_target(walk, targets[0], PLAIN)
    bind_target(walk, targets[1], member(owner))
    return True


def _awaited(walk: Walk, node: ast.Await | ast.YieldFrom) -> Value:
    _mark_generator(walk, node)
    return evaluate(walk, node.value)


def _yield(walk: Walk, node: ast.Yield) -> Value:
    _mark_generator(walk, node)
    if node.value is not None:
        evaluate(walk, node.value)
    return walk.fresh()


def _mark_generator(walk: Walk, node: ast.expr) -> None:
    if walk.scopes and not isinstance(node, ast.Await):
        walk.scopes[-1].generator = True


# ---------------------------------------------------------------- calls


def _call(walk: Walk, node: ast.Call) -> Value:
    function = node.func
    if isinstance(function, ast.Attribute):
        owner = evaluate(walk, function.value)
        if owner.kind != "library":
            return _method_call(walk, node, owner, function.attr)
        callee = Value("library", path=f"{owner.path}.{function.attr}")
    else:
        callee = evaluate(walk, function)
    args, named = _arguments(walk, node)
    return _call_of(walk, node, callee, args, named)


def _call_of(
    walk: Walk, node: ast.Call, callee: Value, args: tuple[Value, ...], named: dict[str, Value]
) -> Value:
    if callee.kind == "function" and callee.path in walk.functions:
        return walk.apply(walk.functions[callee.path], args, named)
    if callee.kind in known.ALWAYS_CHANGING:
        walk.change(callee)
    if callee.kind == "class" and callee.path in walk.classes:
        return _instance(walk, callee.path, args, named)
    if callee.kind == "library":
        return _library_call(walk, node, callee.path, args, named)
    if isinstance(node.func, ast.Name) and walk.scopes:
        _remember_call(walk, node.func.id, args, named)
    if callee.kind.startswith("instance:"):
        return _notebook_method(walk, callee, ("__call__", "forward"), args, named)
    for name in walk.functions.keys() & _held_functions(walk, callee):
        walk.apply(walk.functions[name], args, named)
    return walk.fresh("", callee.members)


def _held_functions(walk: Walk, callee: Value) -> set[str]:
    return {name for thing in callee.reach for name in walk.holders.get(thing, ())}


def _remember_call(walk: Walk, name: str, args: tuple[Value, ...], named: dict[str, Value]) -> None:
    for scope in reversed(walk.scopes):
        if scope.function:
            scope.calls.append((name, args, named))
            return


def _arguments(walk: Walk, node: ast.Call) -> tuple[tuple[Value, ...], dict[str, Value]]:
    args = tuple(evaluate(walk, each) for each in node.args)
    named = {
        each.arg or f"**{at}": evaluate(walk, each.value)
        if each.arg
        else member(evaluate(walk, each.value))
        for at, each in enumerate(node.keywords)
    }
    for value in (*args, *named.values()):
        if value.kind in known.ALWAYS_CHANGING:
            walk.change(value)
        elif value.kind == "function" and value.path in walk.functions:
            with walk.maybe():  # whoever gets it may call it
                walk.apply(walk.functions[value.path], (), {})
    return args, named


def _instance(walk: Walk, name: str, args: tuple[Value, ...], named: dict[str, Value]) -> Value:
    value = walk.fresh(f"instance:{name}", _held((*args, *named.values())))
    _notebook_method(walk, value, ("__init__",), args, named)
    return value


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
            return walk.apply(method, (owner, *args), named)
    return walk.fresh("", owner.inside)


def _method_call(walk: Walk, node: ast.Call, owner: Value, name: str) -> Value:
    args, named = _arguments(walk, node)
    method = _find_method(walk, owner, name)
    if method is not None:
        return walk.apply(method, (owner, *args), named)
    if name == "pipe" and args and args[0].kind == "function" and args[0].path in walk.functions:
        return walk.apply(walk.functions[args[0].path], (owner, *args[1:]), named)
    changes = _changes(owner, name, node)
    if changes:
        walk.change(owner)
        if name not in known.SHALLOW_METHODS and owner.kind not in known.ALWAYS_CHANGING:
            _change_deeply(walk, owner)
        elif name in known.SHALLOW_METHODS:
            walk.keep(owner.own, _held((*args, *named.values())))
    record_method(walk, node, name)
    if name in known.RETURNING_SELF and owner.kind not in ("frame", "series"):
        return owner
    return _result_of_method(walk, owner, name, args)


def _find_method(walk: Walk, owner: Value, name: str) -> Function | None:
    if owner.kind.startswith("instance:"):
        return walk.method(owner.kind.removeprefix("instance:"), name)
    if owner.kind:
        return None
    return next((hit for each in walk.classes if (hit := walk.method(each, name))), None)


def _changes(owner: Value, name: str, node: ast.Call) -> bool:
    if any(
        each.arg == "inplace"
        and not (isinstance(each.value, ast.Constant) and not each.value.value)
        for each in node.keywords
    ):
        return True
    if owner.kind in known.ALWAYS_CHANGING:
        return True
    allowed = known.CHANGING_METHODS_OF_KIND.get(owner.kind)
    if allowed is not None:
        return name in allowed
    return name in known.CHANGING_METHODS or (name.endswith("_") and not name.endswith("__"))


def _change_deeply(walk: Walk, owner: Value) -> None:
    """A method of an object that keeps others, such as an optimizer's `step`, may change those."""
    given = not owner.kind and any(each.function for each in walk.scopes)
    if given or (owner.members and owner.kind not in {"cloning", *known.CONTAINERS}):
        spared = known.TRAINING_DATA if owner.kind == "estimator" else frozenset()
        walk.change(owner, deep=True, spared=spared)


def _result_of_method(walk: Walk, owner: Value, name: str, args: tuple[Value, ...]) -> Value:
    if owner.kind in ("frame", "series"):
        return walk.fresh(known.FRAME_METHODS_TO_OTHER.get(name, owner.kind))
    if owner.kind == "array":
        return owner if name in known.RETURNING_PARTS else walk.fresh("array")
    if owner.kind in ("plain", "index"):
        return walk.fresh("list") if name in ("split", "splitlines", "tolist") else PLAIN
    if owner.kind == "rng":
        return walk.fresh("array")
    if name in known.RETURNING_PARTS or owner.kind == "axes":
        return member(owner)
    if name == "copy":
        return walk.fresh(
            owner.kind, owner.inside if owner.kind in ("list", "dict", "set") else NOTHING
        )
    return walk.fresh()


def _library_call(
    walk: Walk, node: ast.Call, path: str, args: tuple[Value, ...], named: dict[str, Value]
) -> Value:
    for position in known.CHANGED_ARGUMENTS.get(path, ()):
        if position < len(args):
            walk.change(args[position])
    out = named.get("out")
    if out is not None:
        walk.change(out)
    if (
        library_of(path) not in known.LOOKING_LIBRARIES
        and not path.startswith(known.EXPLAINING)
        and not path.rpartition(".")[2][:1].isupper()
    ):
        for each in (*args, *named.values()):
            if each.kind == "estimator":  # a function that nobody knows may fit it
                walk.change(each)
    record_library(walk, node, path)
    if path in known.READING_TEXT or library_of(path) in known.READING_FORMULAS:
        _read_names_in_text(walk, node, path)
    if library_of(path) not in known.PLAIN_CALLERS:
        walk.given_away |= {
            each.path for each in (*args, *named.values()) if each.kind == "function"
        }
    if path == "builtins.map" and args and args[0].path in walk.functions:
        walk.apply(walk.functions[args[0].path], tuple(member(each) for each in args[1:]), {})
    last = path.rpartition(".")[2]
    kind = _kind_of_call(path, node)
    if path in known.VIEWS_OF_ARGUMENT and args:
        return args[0] if args[0].own else walk.fresh("array")
    if kind == "plain":
        return PLAIN
    if path in known.PICKING_CALLS and args:
        return merge(
            args if path in ("builtins.min", "builtins.max") and args[1:] else map(member, args[:1])
        )
    if path in known.HOLDING_CALLS:
        copies = kind in known.CONTAINERS or path == "copy.copy"
        copied = [member(each) if copies else each for each in args]
        return walk.fresh(kind, _held((*copied, *named.values())))
    if last[:1].isupper():
        if last in known.CLONING_CLASSES:
            return walk.fresh(kind or "cloning")
        trains = library_of(path) in known.ESTIMATOR_LIBRARIES and not path.startswith(
            known.FEEDING
        )
        return walk.fresh(
            kind or ("estimator" if trains else ""), _held(_kept((*args, *named.values())))
        )
    return replace(walk.fresh(kind), path=path)


def _read_names_in_text(walk: Walk, node: ast.Call, path: str) -> None:
    """`eval("a + b")` reads what its text names, a formula the functions and modules in it."""
    for each in (*node.args, *(keyword.value for keyword in node.keywords)):
        text = each.value if isinstance(each, ast.Constant) else None
        if isinstance(text, str):
            named = (each for each in names_in_formula(text) if each in walk.values)
            for name in names_evaluated(text) if path in known.READING_TEXT else named:
                walk.load(name, each.lineno)


def _kept(args: Iterable[Value]) -> list[Value]:
    return [each for each in args if each.kind not in ("frame", "series", "index", "plain")]


def _kind_of_call(path: str, node: ast.Call) -> str:
    kind = known.KIND_OF_CALL.get(path)
    if kind is None:
        kind = next((kind for start, kind in known.KIND_OF_PREFIX if path.startswith(start)), "")
    return "" if kind == "array" and _of_objects(node) else kind


def _of_objects(node: ast.Call) -> bool:
    """Whether a call makes an array of Python objects, which holds what is stored into it."""
    types = (ast.unparse(each.value) for each in node.keywords if each.arg == "dtype")
    return any(each.rpartition(".")[2].strip("'\"_") in ("object", "O") for each in types)


# ---------------------------------------------------------------- targets


def bind_target(walk: Walk, target: ast.expr, value: Value) -> None:
    """Assign to a target: a name is bound, an item or attribute changes what it belongs to."""
    if isinstance(target, ast.Name):
        walk.bind(target.id, value)
    elif isinstance(target, (ast.Tuple, ast.List)):
        for each in target.elts:
            bind_target(walk, each, _element(walk, value))
    elif isinstance(target, ast.Starred):
        bind_target(walk, target.value, value)
    elif isinstance(target, (ast.Attribute, ast.Subscript)):
        store_into(walk, target, value)


def _element(walk: Walk, value: Value) -> Value:
    """What unpacking gives: `fig, ax = plt.subplots()` makes two faces of one figure."""
    if value.kind == "plain":
        return PLAIN
    if value.path and value.kind in ("", "array", "list"):
        return replace(walk.fresh("array" if value.kind == "array" else ""), path=value.path)
    return member(value)


def store_into(walk: Walk, target: ast.Attribute | ast.Subscript, value: Value) -> None:
    """`owner[key] = value` or `owner.name = value`."""
    owner = evaluate(walk, target.value)
    if isinstance(target, ast.Subscript):
        evaluate(walk, target.slice)
    if owner.kind == "library":
        where = (
            f"{owner.path}.{target.attr}" if isinstance(target, ast.Attribute) else f"{owner.path}."
        )
        walk.effect("config" if where.startswith(known.CONFIGURING) else "unknown", where)
        return
    if owner.kind == "class":
        walk.effect("class", owner.path)
    walk.change(owner)
    held = _held((value,))
    if owner.kind not in UNKEEPING:
        walk.keep(owner.own, held)
    if isinstance(target, ast.Attribute):
        walk.note_attribute(owner, target.attr, held)


EVALUATE: dict[type, Evaluate] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.BinOp: _binary,
    ast.Compare: _compare,
    ast.BoolOp: _either,
    ast.IfExp: _choice,
    ast.List: _sequence,
    ast.Tuple: _sequence,
    ast.Set: _sequence,
    ast.Dict: _dict,
    ast.Starred: _starred,
    ast.NamedExpr: _walrus,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
    ast.Lambda: _lambda,
    ast.Await: _awaited,
    ast.YieldFrom: _awaited,
    ast.Yield: _yield,
    ast.Call: _call,
}  # type: ignore[assignment]
