"""What expressions read, change and may be: one small function for each kind of expression."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from . import knowledge as known
from .applying import apply
from .attributes import class_behind
from .calls import as_member, call, call_method, changes_owner, find_method, go_over
from .gradients import begin_at
from .starred import part_of
from .values import NOTHING, PLAIN, UNKEEPING, Value, held_by, kind_of_each, member, merge, step
from .walk import Walk

Evaluate = Callable[[Walk, ast.expr], Value]


def evaluate(walk: Walk, node: ast.expr) -> Value:
    """Walk an expression: record what it reads and changes, and say what it may be."""
    return EVALUATE.get(node.__class__, _children)(walk, node)  # type: ignore[arg-type]


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
        path = part_of(owner.path, node.attr)
        if path.startswith("pandas.options."):
            walk.effect("consults", path)
        return Value("library", path=path)
    if owner.kind == "class":
        walk.effect("sees", owner.path)
    if owner.kind in ("frame", "series"):
        kind = known.FRAME_ATTRIBUTES.get(node.attr, "series")
        return PLAIN if kind == "plain" else Value(kind, owner.own, part=True)
    if owner.kind == "array":
        return PLAIN if node.attr in known.PLAIN_ATTRIBUTES else owner  # a part, or a field of all
    if node.attr in walk.getters:
        getter = find_method(walk, owner, node.attr)
        if getter and getter.getter:
            return apply(walk, getter, (owner,), {})
    if node.attr in known.PLAIN_ATTRIBUTES:
        return PLAIN
    if owner.kind in {"rng", *known.CONTAINERS} and changes_owner(owner, node.attr):
        return Value("stateful", owner.own, owner.members)  # `add = rows.append`
    value = walk.own_attribute(owner, node.attr) or member(owner)
    kind = walk.attribute_kinds.get(node.attr) or known.TELLING_ATTRIBUTES.get(node.attr)
    return Value(kind, value.own, value.members) if kind and not value.kind else value


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
    first = evaluate(walk, node.values[0])
    with walk.maybe():
        return merge((first, *(evaluate(walk, each) for each in node.values[1:])))


def _choice(walk: Walk, node: ast.IfExp) -> Value:
    evaluate(walk, node.test)
    with walk.maybe():
        return merge((evaluate(walk, node.body), evaluate(walk, node.orelse)))


def _sequence(walk: Walk, node: ast.List | ast.Tuple | ast.Set) -> Value:
    if rows := _rows_of(node):
        return _table(walk, node, rows)
    parts = [as_member(walk, evaluate(walk, each)) for each in node.elts]
    return _container(walk, node, parts)


def _container(walk: Walk, node: ast.expr, parts: Sequence[Value]) -> Value:
    kind = {ast.List: "list", ast.Tuple: "tuple", ast.Set: "set"}[type(node)]  # type: ignore[index]
    return walk.fresh(kind, held_by(parts), each=kind_of_each(parts))


def _rows_of(node: ast.List | ast.Tuple | ast.Set) -> list[ast.Tuple]:
    """The parts of `[(a, "a"), (b, "b")]`, where all have as many parts of their own."""
    rows = [each for each in node.elts if isinstance(each, ast.Tuple)]
    alike = len(rows) == len(node.elts) and len({len(each.elts) for each in rows}) == 1
    starred = any(isinstance(each, ast.Starred) for row in rows for each in row.elts)
    return rows if alike and not starred else []


def _table(walk: Walk, node: ast.expr, rows: Sequence[ast.Tuple]) -> Value:
    """A list of rows knows what stands in each of its columns."""
    parts = [[as_member(walk, evaluate(walk, each)) for each in row.elts] for row in rows]
    values = [_container(walk, row, held) for row, held in zip(rows, parts, strict=True)]
    found = _container(walk, node, values)
    columns = tuple(merge(each) for each in zip(*parts, strict=True))
    walk.columns.update(dict.fromkeys(found.own, columns))
    return found


def _dict(walk: Walk, node: ast.Dict) -> Value:
    keys = [evaluate(walk, each) for each in node.keys if each is not None]
    parts = [as_member(walk, evaluate(walk, each)) for each in node.values]
    return walk.fresh("dict", held_by((*keys, *parts)), each=kind_of_each(parts))


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
        values = [evaluate(walk, part) for part in parts]
    held = held_by(values)
    kinds = {ast.ListComp: "list", ast.SetComp: "set", ast.DictComp: "dict"}
    kind = kinds.get(type(node), "iterator")
    apart = kind == "list" and not walk.scopes and not any(map(walk.holders.get, held))
    path = "builtins.list" if apart else ""
    return walk.fresh(kind, held, path=path, each=kind_of_each(values[-1:]))


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
    read = {name: line for name, line in scope.loads.items() if name not in scope.names}
    kind = "lambda" if scope.hits.keys().isdisjoint(scope.free.values()) else "stateful"
    value = walk.fresh(kind, held_by(walk.load(*each) for each in read.items()))
    if not walk.scopes:
        walk.keep_function(next(iter(value.own)), read)
    return value


def parameters(arguments: ast.arguments) -> tuple[str, ...]:
    """The names of a function's parameters, in the order in which a call fills them."""
    positional = (*arguments.posonlyargs, *arguments.args, arguments.vararg)
    every = (*positional, *arguments.kwonlyargs, arguments.kwarg)
    return tuple(each.arg for each in every if each)


def iterate(walk: Walk, node: ast.expr) -> Value:
    """What a loop over an expression gives; an iterator is used up by it."""
    value = evaluate(walk, node)
    if value.kind in known.ALWAYS_CHANGING:
        walk.change(value)
    go_over(walk, value)
    return step(value)


def bind_each(walk: Walk, target: ast.expr, source: ast.expr) -> None:
    """Bind the target of a loop: counts and keys beside the things have no part in them."""
    if not (isinstance(target, ast.Tuple) and _paired(walk, target.elts, source)):
        bind_target(walk, target, iterate(walk, source))


def _paired(walk: Walk, targets: Sequence[ast.expr], source: ast.expr) -> bool:
    """Bind `(i, x)` by what `enumerate`, `zip` or `items` puts in each place, where it is one."""
    if isinstance(source, ast.Name) or (
        isinstance(source, (ast.List, ast.Tuple)) and _rows_of(source)
    ):
        return _by_columns(walk, targets, evaluate(walk, source))
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


def _by_columns(walk: Walk, targets: Sequence[ast.expr], value: Value) -> bool:
    """Bind `(x, label)` in a loop over `[(a, "a"), (b, "b")]`, each by its own column."""
    tables = [walk.columns[thing] for thing in value.own if thing in walk.columns]
    starred = any(isinstance(each, ast.Starred) for each in targets)
    if len(tables) != 1 or len(value.own) != 1 or starred or len(tables[0]) != len(targets):
        return False
    for target, column in zip(targets, tables[0], strict=True):
        now = [walk.members_of(thing) for thing in column.own]
        bind_target(walk, target, column._replace(members=column.members.union(*now)))
    return True


def _by_items(walk: Walk, targets: Sequence[ast.expr], mapping: ast.expr) -> bool:
    owner = evaluate(walk, mapping)
    if len(targets) != 2 or find_method(walk, owner, "items") is not None:
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
            return call_method(walk, node, owner, *_arguments(walk, node))
        callee = Value("library", path=part_of(owner.path, function.attr))
    else:
        callee = evaluate(walk, function)
    args, named = _arguments(walk, node)
    return call(walk, node, callee, args, named)


def _arguments(walk: Walk, node: ast.Call) -> tuple[tuple[Value, ...], dict[str, Value]]:
    args = tuple([evaluate(walk, each) for each in node.args])
    named = {
        each.arg or f"**{at}": evaluate(walk, each.value)
        if each.arg
        else member(evaluate(walk, each.value))
        for at, each in enumerate(node.keywords)
    }
    for each in (*node.args, *(keyword.value for keyword in node.keywords)):
        if isinstance(each, ast.Attribute) and each.attr in known.CHANGING_METHODS:
            owner = evaluate(walk, each.value)
            if changes_owner(owner, each.attr):  # whoever gets `rows.append` may call it
                walk.change(owner)
    for value in (*args, *named.values()):
        if value.kind in known.ALWAYS_CHANGING:
            walk.change(value)
        elif value.kind == "function" and value.path in walk.functions:
            with walk.maybe():  # whoever gets it may call it
                apply(walk, walk.functions[value.path], (), {})
    return args, named


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
        return walk.fresh("array" if value.kind == "array" else "", path=value.path)
    return member(value)


def store_into(walk: Walk, target: ast.Attribute | ast.Subscript, value: Value) -> None:
    """`owner[key] = value` or `owner.name = value`."""
    owner = evaluate(walk, target.value)
    if isinstance(target, ast.Subscript):
        evaluate(walk, target.slice)
    if owner.kind == "library":
        walk.effect("config", f"{owner.path}.{getattr(target, 'attr', '')}")
        return
    if isinstance(target, ast.Attribute) and target.attr in walk.getters:
        setter = find_method(walk, owner, f"{target.attr}.setter")
        if setter is not None:
            apply(walk, setter, (owner, value), {})
    keeper = class_behind(walk, target)
    if keeper is not None:
        walk.effect("class", keeper)
    walk.change(owner)
    held = held_by((value,))
    if owner.kind not in UNKEEPING:
        walk.keep(owner.own, held)
    if isinstance(target, ast.Attribute):
        walk.note_attribute(owner, target.attr, held)
        if value.kind in known.ALWAYS_CHANGING:
            walk.attribute_kinds[target.attr] = value.kind
        if target.attr == "requires_grad":
            begin_at(walk, owner)


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
