"""What statements read, bind, change and define: one small function for each kind of statement."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from ..source.raising import suppresses
from ..source.trees import Defined, annotations_of, defaults_of, last_name, parts_of
from .applying import apply
from .attributes import Attributes
from .calls import enter_and_leave
from .completions import completes, registering, remembers
from .definitions import is_computed, is_copied_as_frame, read_in_body, rebound, shared_in
from .expressions import bind_each, bind_target, evaluate, parameters, store_into
from .facts import Class, Effect, Facts, Function, Scope
from .importing import import_modules, import_names
from .knowledge import MAKING_CLASSES, MAKING_TYPES
from .own_modules import OwnModules
from .paths import literal
from .values import IN_PLACE_KINDS, PLAIN, Value, merge
from .walk import Walk

Execute = Callable[[Walk, Any], None]


def walk_statement(walk: Walk, node: ast.stmt, number: int) -> Facts:
    """Walk one top-level statement and give back what it does."""
    walk.facts = Facts()
    walk.bound = set()
    walk.let_go = {}
    walk.statement = number
    execute(walk, node)
    walk.stateful |= {each.what for each in walk.facts.effects if each.kind == "class"}
    return walk.facts


def walk_module(own: OwnModules, package: str, text: str) -> Walk:
    """Walk through one of the user's modules; raises SyntaxError where it is no Python."""
    walk = Walk(own=own, package=package, objects=_OF_MODULES)
    for number, node in enumerate(ast.parse(text).body):
        walk_statement(walk, node, number)
    return walk


_OF_MODULES = count(1 << 40)
"""Objects of modules, whose numbers no object of a notebook has."""


def execute(walk: Walk, node: ast.stmt) -> None:
    """Walk a statement where the walk stands."""
    EXECUTE.get(type(node), _other)(walk, node)


def _block(walk: Walk, body: Iterable[ast.stmt]) -> None:
    for each in body:
        execute(walk, each)


def _other(walk: Walk, node: ast.stmt) -> None:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            evaluate(walk, child)


def _expression(walk: Walk, node: ast.Expr) -> None:
    call = node.value
    evaluate(walk, call)
    if not isinstance(call, ast.Call) or len(call.args) != 3:
        return
    owner, key, value = call.args
    if getattr(call.func, "id", "") == "setattr" and isinstance(key, ast.Constant):
        completes(walk, owner, str(key.value), value)


def _assign(walk: Walk, node: ast.Assign) -> None:
    target = node.targets[0]
    if isinstance(target, ast.Name) and len(node.targets) == 1:
        _assign_name(walk, target.id, node.value)
        return
    if _pairs_up(target, node.value) and len(node.targets) == 1:
        values = [evaluate(walk, each) for each in node.value.elts]  # type: ignore[attr-defined]
        for each, value in zip(target.elts, values, strict=True):  # type: ignore[attr-defined]
            bind_target(walk, each, value)
        return
    value = evaluate(walk, node.value)
    if isinstance(target, ast.Attribute) and len(node.targets) == 1:
        evaluate(walk, target.value)
        if completes(walk, target.value, target.attr, node.value):
            return
    for each in node.targets:
        bind_target(walk, each, value)


def _pairs_up(target: ast.expr, value: ast.expr) -> bool:
    """Whether `a, b = x, y` pairs each name with its own value."""
    if not isinstance(target, (ast.Tuple, ast.List)) or not isinstance(
        value, (ast.Tuple, ast.List)
    ):
        return False
    starred = any(isinstance(each, ast.Starred) for each in (*target.elts, *value.elts))
    return len(target.elts) == len(value.elts) and not starred


def _assign_name(walk: Walk, name: str, expression: ast.expr) -> None:
    if isinstance(expression, ast.Lambda) and not walk.scopes:
        define_function(walk, name, expression, [ast.Return(expression.body)])
        return
    value = evaluate(walk, expression)
    if value.path in MAKING_CLASSES and not walk.scopes and not walk.conditional:
        walk.define(Class(name, (), {}, frozenset(), frozenset(walk.facts.uses)))
        return
    walk.bind(name, value)
    if not walk.scopes:
        if value.path in MAKING_TYPES:
            walk.types_made.add(name)
        constant = literal(expression, walk.constants)
        if constant is not None and not walk.conditional:
            walk.constants[name] = constant


def _annotated(walk: Walk, node: ast.AnnAssign) -> None:
    if not any(each.function and not each.of_class for each in walk.scopes):
        evaluate(walk, node.annotation)
    if node.value is None:
        return
    if isinstance(node.target, ast.Name):
        _assign_name(walk, node.target.id, node.value)
    else:
        bind_target(walk, node.target, evaluate(walk, node.value))


def _augmented(walk: Walk, node: ast.AugAssign) -> None:
    value = evaluate(walk, node.value)
    if not isinstance(node.target, ast.Name):
        owner = evaluate(walk, node.target.value)  # type: ignore[attr-defined]
        if owner.members:  # a member, such as an array of weights, may be changed in place
            walk.change(owner, deep=True)
        store_into(walk, node.target, PLAIN)  # type: ignore[arg-type]
        return
    old = walk.load(node.target.id, node.lineno)
    if not old.kind:
        walk.note_augmented(old)
    if old.kind in IN_PLACE_KINDS or _may_be_seen(walk, node.target.id, old, value):
        walk.change(old)
        walk.bind(node.target.id, Value(old.kind, old.own, old.members | value.members))
    else:
        walk.bind(node.target.id, PLAIN if old.kind == "plain" else walk.fresh(old.kind))


def _may_be_seen(walk: Walk, name: str, old: Value, value: Value) -> bool:
    """Whether `+=` on what nobody knows may change what another name has: a part, or the same.

    A number that is added to a part of something speaks for a number.
    """
    if old.kind or any(each.function for each in walk.scopes):
        return False
    if walk.ways and not walk.ways.keys().isdisjoint(old.own):
        return True  # `w -= rate * w.grad`, with no gradient kept of it
    return any(
        walk.holders.get(thing, set()) - {name}
        for thing in old.own
        if thing > 0 or value.kind != "plain"
    )


def _delete(walk: Walk, node: ast.Delete) -> None:
    for target in node.targets:
        if isinstance(target, ast.Name):
            walk.forget(target.id)
        elif isinstance(target, (ast.Attribute, ast.Subscript)):
            store_into(walk, target, PLAIN)


def _if(walk: Walk, node: ast.If) -> None:
    evaluate(walk, node.test)
    _branches(walk, [node.body, node.orelse])


def _branches(walk: Walk, bodies: Sequence[Sequence[ast.stmt]]) -> None:
    """Walk bodies of which one runs; a name is bound for sure where all that go on bind it."""
    before = set(walk.bound)
    ends: list[set[str]] = []
    with walk.maybe():
        for body in bodies:
            walk.bound = set(before)
            _block(walk, body)
            if not (
                body and isinstance(body[-1], (ast.Raise, ast.Return, ast.Continue, ast.Break))
            ):
                ends.append(walk.bound)
    walk.bound = set.intersection(*ends) if ends else before
    if not walk.scopes:
        for name in walk.bound - before:
            walk.facts.binds[name] = True


def _for(walk: Walk, node: ast.For | ast.AsyncFor) -> None:
    before = walk.facts.binds.keys() - walk.facts.incidental
    bind_each(walk, node.target, node.iter)
    _note_incidental(walk, node.target, before)
    _block(walk, node.body)
    _block(walk, node.orelse)


def _while(walk: Walk, node: ast.While) -> None:
    evaluate(walk, node.test)
    _block(walk, node.body)
    if any(isinstance(each, ast.Attribute) and _is_stored(each) for each in parts_of(node)):
        _block(walk, node.body)  # what it changes may by now be a part of what it began with
    _block(walk, node.orelse)


def _is_stored(node: ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store)


def _with(walk: Walk, node: ast.With | ast.AsyncWith) -> None:
    for item in node.items:
        value = evaluate(walk, item.context_expr)
        value = enter_and_leave(walk, value)
        if item.optional_vars is not None:
            before = walk.facts.binds.keys() - walk.facts.incidental
            bind_target(walk, item.optional_vars, value)
            _note_incidental(walk, item.optional_vars, before)
    if suppresses(node):
        _branches(walk, [node.body, []])
    else:
        _block(walk, node.body)


def _note_incidental(walk: Walk, target: ast.expr, before: set[str]) -> None:
    """The target of a loop or a `with` is incidental unless it was bound otherwise before."""
    if not walk.scopes:
        walk.facts.incidental |= _names(target) - before


def _names(target: ast.expr) -> set[str]:
    return {
        each.id
        for each in ast.walk(target)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }


def _try(walk: Walk, node: ast.Try) -> None:
    bodies: list[list[ast.stmt]] = [[*node.body, *node.orelse]]
    for handler in node.handlers:
        if handler.type is not None:
            evaluate(walk, handler.type)
        bodies.append(handler.body)
    caught = [handler.name for handler in node.handlers if handler.name]
    for name in caught:
        walk.bound.add(name)
        if walk.scopes:
            walk.scopes[-1].names.setdefault(name, PLAIN)
    _branches(walk, bodies)
    for name in caught:
        walk.facts.binds.pop(name, None)
    _block(walk, node.finalbody)


def _match(walk: Walk, node: ast.Match) -> None:
    subject = evaluate(walk, node.subject)
    for case in node.cases:
        with walk.maybe():
            _match_pattern(walk, case.pattern, subject)
        if case.guard is not None:
            evaluate(walk, case.guard)
    _branches(walk, [case.body for case in node.cases])


def _match_pattern(walk: Walk, pattern: ast.pattern, subject: Value) -> None:
    for each in ast.walk(pattern):
        if isinstance(each, (ast.MatchAs, ast.MatchStar)) and each.name:
            walk.bind(each.name, subject)
        elif isinstance(each, ast.MatchMapping) and each.rest:
            walk.bind(each.rest, subject)
        elif isinstance(each, (ast.MatchValue, ast.MatchClass)):
            evaluate(walk, each.value if isinstance(each, ast.MatchValue) else each.cls)


# ---------------------------------------------------------------- imports and definitions


def _function(walk: Walk, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    decorators = [_decorator(walk, each) for each in node.decorator_list]
    define_function(walk, node.name, node, node.body)
    for decorator, calls in decorators:
        if decorator is not None and not walk.scopes:
            later = {name for name, depth in decorator.later.items() if depth >= calls}
            at_once = decorator.hits.keys() - {decorator.free[name] for name in later}
            defining = replace(decorator, hits={key: decorator.hits[key] for key in at_once})
            apply(walk, defining, (Value("function", path=node.name),), {})
            walk.wrap(node.name, decorator, later)
    if not walk.scopes:
        for each in node.decorator_list:
            for name in registering(walk, each):
                reads = walk.functions[node.name].reads | walk.facts.uses.keys()
                walk.complete(name, reads - {name, node.name}, node.name)


def _decorator(walk: Walk, node: ast.expr) -> tuple[Function | None, int]:
    """The function of the notebook that decorates, and how many calls that takes.

    It is one for `@logged`, and two for `@logged("info")`.
    """
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        found = walk.noun(node.func.id)
        if isinstance(found, Function):
            for each in ast.iter_child_nodes(node):
                part = each.value if isinstance(each, ast.keyword) else each
                evaluate(walk, part)  # type: ignore[arg-type]
            return found, 2
    value = evaluate(walk, node)
    return (walk.functions[value.path] if value.kind == "function" else None), 1


def define_function(
    walk: Walk,
    name: str,
    node: Defined,
    body: Sequence[ast.stmt],
) -> None:
    """Learn what a function does, without running it."""
    defaults = defaults_of(node)
    for each in (*defaults, *annotations_of(node)):
        evaluate(walk, each)
    if walk.scopes:
        _local_function(walk, name, node, body)
    elif any(is_computed(walk, default) for default in defaults):
        _function_of_data(walk, name, node, body)
    else:
        walk.values.setdefault(name, Value("function", path=name))  # it may speak of itself
        function = _learn(walk, name, node, body)
        if remembers(function, node):
            effects = (*function.effects, Effect("class", name))
            function = replace(function, effects=effects)
        walk.define(function)


def _function_of_data(walk: Walk, name: str, node: Any, body: Sequence[ast.stmt]) -> None:
    """A function whose defaults are data is itself a value that is computed where it stands."""
    inner = _learn(walk, name, node, body)
    for read in sorted(inner.reads):
        walk.load(read, node.lineno)
    walk.bind(name, walk.fresh("closure"))


def _local_function(walk: Walk, name: str, node: Any, body: Sequence[ast.stmt]) -> None:
    frame = walk.scopes[-1]
    frame.names[name] = walk.fresh("closure")  # it may call itself
    before = frozenset(frame.hits)
    inner = _learn(walk, name, node, body)
    keeps_state = bool(inner.rebinds) or any(token in inner.hits for token in inner.free.values())
    frame.names[name] = walk.fresh("stateful" if keeps_state else "closure")
    if frame.function:
        frame.rebinds |= inner.rebinds - frame.names.keys()
        frame.calls.extend(inner.calls)
        changed = inner.hits.keys() - before
        free = [each for scope in walk.scopes for each in scope.free.items()]
        deeper = {each: depth + 1 for each, depth in inner.later.items()}
        frame.later |= {each: 1 for each, token in free if token in changed} | deeper


def _learn(
    walk: Walk, name: str, node: Any, body: Sequence[ast.stmt], own: Attributes | None = None
) -> Function:
    outside, bound, depth = walk.facts, walk.bound, walk.conditional
    walk.facts, walk.bound, walk.conditional = Facts(), set(), 0
    names = parameters(node.args)
    with walk.scope(function=True) as scope:
        scope.names = {each: walk.fresh() for each in names}
        tokens = tuple(next(iter(scope.names[each].own)) for each in names)
        if own is not None and tokens:
            scope.itself, scope.own = tokens[0], own.own
        _block(walk, body)
        if own is not None:
            own.note(scope, tokens)
    reads = {
        each: line
        for each, line in scope.loads.items()
        if each not in scope.names or each in scope.outer
    }
    for outer in reversed(walk.scopes):
        if outer.function:
            outer.loads |= {each: line for each, line in reads.items() if each not in outer.names}
            break
    effects = tuple(dict.fromkeys(walk.facts.effects))
    own_names = scope.names.keys() - scope.outer
    outside.mentions |= walk.facts.mentions - own_names
    outside.inner |= walk.facts.inner | (walk.facts.mentions & own_names)
    outside.said |= walk.facts.said
    outside.stores |= walk.facts.stores
    walk.facts, walk.bound, walk.conditional = outside, bound, depth
    return Function(
        name=name,
        parameters=names,
        tokens=tokens,
        extra=tuple(each and each.arg for each in (node.args.vararg, node.args.kwarg)),
        reads=frozenset(reads),
        local=frozenset(scope.names.keys() - scope.outer),
        rebinds=frozenset(scope.outer & scope.names.keys() | rebound(scope, body) | scope.rebinds),
        hits=dict(scope.hits),
        augments=frozenset(scope.augments),
        free=dict(scope.free),
        calls=tuple(scope.calls),
        keeps=tuple(dict.fromkeys(scope.keeps)),
        returns=_returned(scope),
        later=dict(scope.later),
        effects=effects,
        generator=scope.generator,
    )


def _returned(scope: Scope) -> Value:
    """What a function returns; of a method's object, what that has for itself is inside of it."""
    value = merge(scope.returns) if scope.returns else PLAIN
    if not scope.own:
        return value
    inside = dict.fromkeys(scope.own.values(), -scope.itself)
    own, members = (
        frozenset(inside.get(abs(thing), thing) for thing in things)
        for things in (value.own, value.members)
    )
    return value._replace(own=own, members=members)


def _return(walk: Walk, node: ast.Return) -> None:
    if node.value is None:
        return
    value = evaluate(walk, node.value)
    for scope in reversed(walk.scopes):
        if scope.function:
            scope.returns.append(value)
            return


def _global(walk: Walk, node: ast.Global | ast.Nonlocal) -> None:
    if walk.scopes:
        walk.scopes[-1].outer.update(node.names)
        for name in node.names:
            walk.scopes[-1].loads.setdefault(name, node.lineno)


def _class(walk: Walk, node: ast.ClassDef) -> None:
    for each in (*node.decorator_list, *(key.value for key in node.keywords)):
        evaluate(walk, each)
    parents = [evaluate(walk, each) for each in node.bases]
    if walk.scopes:
        walk.scopes[-1].names[node.name] = walk.fresh()
        return
    named = [base.id for base in node.bases if isinstance(base, ast.Name)]
    bases = tuple(name for name in named if name != node.name)  # itself, as it was before
    own = Attributes()
    methods: dict[str, Function] = {}
    shared = shared_in(node)
    walk.announce(Class(node.name, bases, methods, frozenset(), frozenset(), shared))
    walk.defining = node.name
    with walk.scope(function=True, of_class=True) as scope:
        for each in node.body:
            if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)):
                for part in (*defaults_of(each), *annotations_of(each)):
                    evaluate(walk, part)
                _learn_method(walk, each, methods, own)
                scope.names[each.name] = PLAIN
            else:
                execute(walk, each)
        again = own.settle(walk) or len(methods) > 1
        while again:  # now that the object's own is told apart, and what its other methods do
            for each in node.body:
                if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    _learn_method(walk, each, methods, own)
            again = own.settle(walk)
    walk.defining = ""
    body_reads = {name for name in scope.loads if name not in scope.names}
    for name in body_reads & read_in_body(node):
        walk.load(name, scope.loads[name])
    reads = frozenset(body_reads.union(*(method.reads for method in methods.values())))
    plain = "_constructor" not in methods and any(is_copied_as_frame(walk, p) for p in parents)
    attributes = frozenset(scope.names)
    reads |= frozenset(named)
    walk.define(Class(node.name, bases, methods, attributes, reads, shared, plain))
    for base in bases:
        if walk.method(base, "__init_subclass__"):
            walk.complete(base, reads - {base}, node.name)


def _learn_method(
    walk: Walk,
    node: ast.FunctionDef | ast.AsyncFunctionDef,
    methods: dict[str, Function],
    own: Attributes,
) -> None:
    """Learn a method; the setter of a property stands beside its getter."""
    said = set(map(last_name, node.decorator_list))
    if "staticmethod" in said:
        method = _learn(walk, node.name, node, node.body)
        tokens = (next(walk.objects), *method.tokens)  # of what it is called on, first
        method = replace(method, parameters=("", *method.parameters), tokens=tokens)
    else:
        method = _learn(walk, node.name, node, node.body, own)
    method = replace(method, of_class=not said.isdisjoint({"staticmethod", "classmethod"}))
    for other in said & {"setter", "deleter"}:
        methods[f"{node.name}.{other}"] = method
        return
    if said & {"property", "cached_property"}:
        walk.getters.add(node.name)
        hits = dict.fromkeys(method.tokens[:1], True) if "cached_property" in said else {}
        method = replace(method, getter=True, hits={**method.hits, **hits})
    methods[node.name] = method


EXECUTE: dict[type, Execute] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Delete: _delete,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.Match: _match,
    ast.Import: import_modules,
    ast.ImportFrom: import_names,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Return: _return,
    ast.Global: _global,
    ast.Nonlocal: _global,
}
