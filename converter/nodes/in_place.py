"""The last resort of a proof: one node of all cells, whose statements stay where they stand.

Configuration at the top of a module is in force for every node, a definition there is the last of
its name or knows which one it is, an import there counts for all, and what only shows something is
left out. Where a notebook goes by none of that (an option that is set twice, a look that changes
what is looked at, a module that a cell writes), its cells run in one function as they ran in the
notebook.
"""

from __future__ import annotations

import ast
from dataclasses import replace

from ..flow.cells import Flows, Kind, Statement
from ..flow.import_folders import adds_folder
from ..source.tags import Role
from ..source.trees import parts_of

STEPS: tuple[frozenset[Kind], ...] = (
    frozenset({Kind.CONFIG, Kind.SHOW}),
    frozenset({Kind.CONFIG, Kind.SHOW, Kind.DEFINE}),
    frozenset({Kind.CONFIG, Kind.SHOW, Kind.DEFINE, Kind.IMPORT}),
)
"""What stays in place: first as little as possible."""

_SAID = {
    Kind.CONFIG: "options",
    Kind.SHOW: "what is shown",
    Kind.DEFINE: "definitions",
    Kind.IMPORT: "imports",
}

CUT_ROLES = frozenset({None, Role.NODE, Role.REPORT})
"""Roles of cells that nodes are cut from."""


def left_in_place(flows: Flows, kinds: frozenset[Kind]) -> Flows:
    """The same flows, with statements of some kinds as a part of the node that their cell is in."""
    if not kinds:
        return flows
    cells = tuple(
        replace(cell, statements=tuple(_left(each, kinds) for each in cell.statements))
        if cell.role in CUT_ROLES
        else cell
        for cell in flows.cells
    )
    return replace(flows, cells=cells, in_place=kinds)


def _left(statement: Statement, kinds: frozenset[Kind]) -> Statement:
    node = statement.node
    fixed = adds_folder(statement) or _is_for_all(node) or not _does(node)
    left = statement.kind in kinds and not fixed
    return replace(statement, kind=Kind.DATA) if left else statement


def _is_for_all(node: ast.stmt) -> bool:
    """Whether it is an import that no function can have."""
    return isinstance(node, ast.ImportFrom) and (
        node.module == "__future__" or any(each.name == "*" for each in node.names)
    )


def _does(node: ast.stmt) -> bool:
    """Whether it is more than a name whose value Jupyter shows."""
    return not isinstance(node, ast.Expr) or any(
        isinstance(each, (ast.Call, ast.Await)) for each in parts_of(node)
    )


def said_kinds(kinds: frozenset[Kind]) -> str:
    """The kinds in words.

    >>> said_kinds(STEPS[0])
    'options and what is shown'
    """
    *first, last = [said for kind, said in _SAID.items() if kind in kinds]
    return f"{', '.join(first)} and {last}" if first else last
