"""A module as its top-level statements: what each binds, what it uses, what it says.

What a statement says is its syntax tree without comments, formatting and docstrings.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.util import resolve_name

Chain = tuple[str, ...]  # a name and the attributes read of it: `a.b.c`

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_DOCUMENTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Module)


@dataclass(frozen=True, slots=True)
class Target:
    """What an import binds: a module, or a name in one (`*` for all its names)."""

    module: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One top-level statement."""

    digest: str
    binds: frozenset[str]
    uses: frozenset[Chain]
    imports: Mapping[str, Target]


@dataclass(frozen=True)
class Source:
    """A module's text, taken apart."""

    statements: tuple[Statement, ...]

    @cached_property
    def binding(self) -> dict[str, list[Statement]]:
        """For each name the statements that bind or change it."""
        found: dict[str, list[Statement]] = {}
        for statement in self.statements:
            for name in statement.binds:
                found.setdefault(name, []).append(statement)
        return found

    @cached_property
    def imports(self) -> dict[str, Target]:
        """What the module's imports bind."""
        found: dict[str, Target] = {}
        for statement in self.statements:
            found |= statement.imports
        return found

    @property
    def stars(self) -> list[str]:
        """The modules of which every name is imported."""
        return [target.module for target in self.imports.values() if target.name == "*"]


def read_source(text: str, package: str) -> Source:
    """Take a module apart; `package` is what its relative imports start from.

    Raises:
        SyntaxError: it is no Python.
    """
    return Source(tuple(_statement(each, package) for each in ast.parse(text).body))


def _statement(tree: ast.stmt, package: str) -> Statement:
    imports = dict(_imports(tree, package))
    bound = _bound([tree]) | _changed(tree)
    _drop_docstrings(tree)
    digest = hashlib.sha256(ast.dump(tree, annotate_fields=False).encode()).hexdigest()[:16]
    return Statement(digest, frozenset(bound), frozenset(_uses(tree)), imports)


def _imports(tree: ast.AST, package: str) -> Iterator[tuple[str, Target]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                whole = alias.name if alias.asname else alias.name.partition(".")[0]
                yield alias.asname or whole, Target(whole)
        elif isinstance(node, ast.ImportFrom):
            module = _absolute(node, package)
            for alias in node.names:
                key = f"* of {module}" if alias.name == "*" else alias.asname or alias.name
                yield key, Target(module, alias.name)


def _absolute(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    try:
        return resolve_name("." * node.level + (node.module or ""), package)
    except ImportError:  # more dots than packages; Python itself says so when it gets there
        return node.module or ""


def _drop_docstrings(tree: ast.AST) -> None:
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]


def _bound(trees: Iterable[ast.AST]) -> set[str]:
    """Names bound in a scope, those of the scopes within left out."""
    found: set[str] = set()
    for tree in trees:
        if isinstance(tree, ast.Name) and not isinstance(tree.ctx, ast.Load):
            found.add(tree.id)
        if isinstance(tree, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(tree.name)
        elif isinstance(tree, ast.Import | ast.ImportFrom):
            found |= {each.asname or each.name.partition(".")[0] for each in tree.names}
        elif isinstance(tree, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and tree.name:
            found.add(tree.name)
        if not isinstance(tree, (*_SCOPES, *_COMPREHENSIONS, ast.ClassDef)):
            found |= _bound(ast.iter_child_nodes(tree))
    return found


def _changed(tree: ast.stmt) -> set[str]:
    """Names of the module whose values a top-level statement may change in place."""
    if isinstance(tree, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return set()
    within = list(ast.walk(tree))
    stored = (n for n in within if isinstance(n, ast.Attribute | ast.Subscript))
    found = {_root(n) for n in stored if not isinstance(n.ctx, ast.Load)}
    for node in within:
        if isinstance(node, ast.Expr):
            found |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    return {name for name in found if name}


def _root(tree: ast.expr) -> str:
    while isinstance(tree, ast.Attribute | ast.Subscript | ast.Call):
        tree = tree.func if isinstance(tree, ast.Call) else tree.value
    return tree.id if isinstance(tree, ast.Name) else ""


def _uses(tree: ast.AST) -> set[Chain]:
    """What is read and not bound within: names, with the attributes that are read of them."""
    chain = _chain(tree)
    if chain:
        return {chain}
    found: set[Chain] = set()
    for child in ast.iter_child_nodes(tree):
        found |= _uses(child)
    return {use for use in found if use[0] not in _own_names(tree)}


def _chain(tree: ast.AST) -> Chain | None:
    attributes: list[str] = []
    while isinstance(tree, ast.Attribute):
        attributes.append(tree.attr)
        tree = tree.value
    if isinstance(tree, ast.Name) and isinstance(tree.ctx, ast.Load):
        return (tree.id, *reversed(attributes))
    return None


def _own_names(tree: ast.AST) -> set[str]:
    """The names that belong to a scope alone, imports apart: those are followed."""
    if isinstance(tree, _COMPREHENSIONS):
        return _bound(each.target for each in tree.generators)
    if not isinstance(tree, _SCOPES):
        return set()
    arguments = {each.arg for each in ast.walk(tree.args) if isinstance(each, ast.arg)}
    body = tree.body if isinstance(tree.body, list) else [tree.body]
    imported = {name for name, _ in _imports(tree, "")}
    return (arguments | _bound(body)) - _declared(body) - imported


def _declared(body: Iterable[ast.AST]) -> set[str]:
    """Names that a function declares global or nonlocal."""
    return {
        name
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.Global | ast.Nonlocal)
        for name in node.names
    }
