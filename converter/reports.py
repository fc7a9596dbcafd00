"""Reports: what a `%%report` cell shows, kept as a versioned file."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from .graph import Port
from .linking import Linked
from .roles import draws
from .tags import Role

FIGURE = "figure"
"""The variable of a report whose cell names no figure of its own."""

SHOWN = "shown"
"""The variable of a report that is the cell's last expression."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a report's cell shows, and how it is kept."""

    variable: str
    entry: dict[str, Any]


def add_reports(nodes: Sequence[Linked]) -> tuple[tuple[Linked, ...], dict[str, dict[str, Any]]]:
    """Give each report's node an output for what it shows, with an entry to keep it."""
    made = {port.dataset for node in nodes for port in node.outputs}
    entries: dict[str, dict[str, Any]] = {}
    found: list[Linked] = []
    for node in nodes:
        if node.unit.role is Role.REPORT:
            shown = shown_by(node)
            name = f"{node.name}_report" if node.name in made else node.name
            entries[name] = shown.entry
            node = replace(node, outputs=(*node.outputs, Port(shown.variable, name)))
        found.append(node)
    return tuple(found), entries


def shown_by(node: Linked) -> Shown:
    """What a report's cells show: a figure where they draw, else their last expression."""
    statements = [each for cell in node.unit.cells for each in cell.source.statements]
    last = statements[-1].node if statements else None
    if draws(statements) or not isinstance(last, ast.Expr):
        return Shown(
            _figure_variable(statements), _entry(node.name, "matplotlib.MatplotlibDataset", "png")
        )
    if _is_table(last.value):
        return Shown(
            SHOWN, _entry(node.name, "pandas.CSVDataset", "csv", save_args={"index": True})
        )
    return Shown(SHOWN, _entry(node.name, "text.TextDataset", "txt"))


def _entry(name: str, kind: str, suffix: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "filepath": f"reports/{name}.{suffix}", **more, "versioned": True}


TABLE_METHODS = frozenset(
    {
        "head",
        "tail",
        "describe",
        "groupby",
        "value_counts",
        "sort_values",
        "pivot_table",
        "corr",
        "round",
        "agg",
    }
)


def _is_table(expression: ast.expr) -> bool:
    while isinstance(expression, (ast.Call, ast.Attribute, ast.Subscript)):
        if isinstance(expression, ast.Attribute) and expression.attr in TABLE_METHODS:
            return True
        expression = expression.func if isinstance(expression, ast.Call) else expression.value
    return False


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
