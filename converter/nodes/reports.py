"""Reports: what a `%%report` cell shows, kept as a versioned file."""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..flow.cells import prints
from .graph import Port
from .linking import Linked
from .roles import draws

FIGURE = "figure"
"""The variable of a report whose cell names no figure of its own."""

SHOWN = "shown"
"""The variable of a report that is the cell's last expression."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a report's cell shows, and how it is kept."""

    variable: str
    entry: dict[str, Any]


def add_reports(
    nodes: Sequence[Linked], known: Collection[str]
) -> tuple[tuple[Linked, ...], dict[str, dict[str, Any]]]:
    """Give each node with a report an output for what that shows, with an entry to keep it.

    `known` are the datasets that no node makes.
    """
    made = {port.dataset for node in nodes for port in node.outputs}
    taken = {port.dataset for node in nodes for port in node.inputs}
    entries: dict[str, dict[str, Any]] = {}
    found: list[Linked] = []
    for node in nodes:
        title = _title(node)
        shown = shown_by(node, title) if title else None
        if shown is not None:
            name = f"{title}_report" if title in made or title in known else title
            entries[name] = shown.entry
            others = [
                port
                for port in node.outputs
                if port.variable != shown.variable or port.dataset in taken
            ]
            outputs = (*others, Port(shown.variable, name))
            node = replace(node, outputs=outputs, report=name)
        found.append(node)
    return tuple(found), entries


def _title(node: Linked) -> str:
    """What the report of a node is called, whatever other cells are in the node; else nothing."""
    tags = [cell.source.tag for cell in node.unit.reports]
    return next((tag.name for tag in tags if tag and tag.name), node.name) if tags else ""


def shown_by(node: Linked, title: str) -> Shown | None:
    """What a node's reports show: a figure where they draw, else their last expression."""
    statements = [each for cell in node.unit.reports for each in cell.source.statements]
    last = statements[-1].node if statements else None
    if draws(statements) or (isinstance(last, COMPOUND) and not prints(last)):
        figure = _entry(title, "matplotlib.MatplotlibDataset", "png")
        return Shown(_figure_variable(statements), figure)
    shown = shown_expression(last)
    if shown is None:
        return None
    if _is_table(shown):
        return Shown(SHOWN, _entry(title, "pandas.CSVDataset", "csv", save_args={"index": True}))
    return Shown(SHOWN, _entry(title, "text.TextDataset", "txt"))


COMPOUND = (ast.For, ast.While, ast.If, ast.With, ast.Try)
"""Statements in which something may draw that nobody knows."""

SHOWING = frozenset({"display", "print", "pprint"})
"""Functions that show their argument."""


def shown_expression(last: ast.stmt | None) -> ast.expr | None:
    """What the last line of a cell shows: its value, or the one argument of `display` or `print`."""
    if not isinstance(last, ast.Expr):
        return None
    call = last.value
    if isinstance(call, ast.Call) and getattr(call.func, "id", "") in SHOWING:
        return call.args[0] if len(call.args) == 1 and not call.keywords else None
    return call


def _entry(name: str, kind: str, suffix: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "filepath": f"reports/{name}.{suffix}", **more, "versioned": True}


TABLE_METHODS = frozenset(
    "head tail describe groupby value_counts sort_values pivot_table agg".split()
)
"""Methods of which one in a chain makes it a table."""

SINGLE = frozenset("shape size idxmax idxmin max min mean median std sum item nunique".split())
"""What may be a single value of such a table, when it is asked for at last."""


def _is_table(expression: ast.expr) -> bool:
    links: list[str] = []
    while isinstance(expression, (ast.Call, ast.Attribute, ast.Subscript)):
        if isinstance(expression, ast.Attribute):
            links.append(expression.attr)
        expression = expression.func if isinstance(expression, ast.Call) else expression.value
    grouped = "groupby" in links
    return not TABLE_METHODS.isdisjoint(links) and (grouped or links[0] not in SINGLE)


def _figure_variable(statements: Sequence[Any]) -> str:
    """The variable that holds the figure: the first of `fig, ax = plt.subplots()`."""
    for each in statements:
        node = each.node
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            called = node.value.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            target = node.targets[0]
            if (
                name == "subplots"
                and isinstance(target, ast.Tuple)
                and isinstance(target.elts[0], ast.Name)
            ):
                return target.elts[0].id
            if name == "figure" and isinstance(target, ast.Name):
                return target.id
    return FIGURE
