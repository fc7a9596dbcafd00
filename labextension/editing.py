"""Parameters and catalog entries, changed where they stand in the notebook's cells."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..converter.flow.paths import plain_literal
from ..converter.source.notebook import Cell, Notebook
from ..converter.source.tags import Role, TagError, tag_of, without_magic
from ..runtime.errors import UsageError


@dataclass(frozen=True, slots=True)
class Edit:
    """A cell's new source; `insert` says that the cell is a new one, to be put there."""

    index: int
    source: str
    insert: bool = False


def set_parameter(notebook: Notebook, name: str, value: str) -> Edit:
    """Give a parameter another value, written as a Python literal.

    Raises:
        UsageError: the value is no literal, or no cell assigns the name at its left margin.
    """
    _require_literal(name, value)
    for cell in notebook.code:
        for node in reversed(_assignments(cell)):
            if _assigned(node) == name and node.value is not None:
                return Edit(cell.index, _replaced(cell.source, node.value, value.strip()))
    raise UsageError(f"no cell assigns `{name}`", cure="assign it in a `%%params` cell")


def set_entry(notebook: Notebook, name: str, text: str) -> Edit:
    """Write a catalog entry, in the cell that has it or else in the last `%%catalog` cell.

    Raises:
        UsageError: the text is no mapping with a `type`.
    """
    _require_entry(name, text)
    block = _entry_lines(name, text)
    cells = [cell for cell in notebook.code if _is_catalog(cell)]
    for cell in cells:
        span = next((span for key, span in _entries(cell) if key == name), None)
        if span is not None:
            lines = cell.source.split("\n")
            return Edit(cell.index, "\n".join([*lines[: span[0]], *block, *lines[span[1] :]]))
    if cells:
        last = cells[-1]
        return Edit(last.index, "\n".join([last.source.rstrip("\n"), *block]))
    return Edit(_place(notebook), "\n".join(["%%catalog", *block]), insert=True)


# ---------------------------------------------------------------- parameters


def _require_literal(name: str, value: str) -> None:
    try:
        plain, _ = plain_literal(ast.parse(value.strip(), mode="eval").body)
    except (SyntaxError, ValueError):
        plain = False
    if not plain:
        raise UsageError(
            f"{value!r} is no value for `{name}`",
            cure="write a number, a quoted text, True, None, or a list or mapping of them",
        )


def _assignments(cell: Cell) -> list[ast.Assign | ast.AnnAssign]:
    try:
        body = ast.parse(without_magic(cell.source)).body
    except (SyntaxError, ValueError):
        return []
    return [node for node in body if isinstance(node, (ast.Assign, ast.AnnAssign))]


def _assigned(node: ast.Assign | ast.AnnAssign) -> str | None:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return targets[0].id if len(targets) == 1 and isinstance(targets[0], ast.Name) else None


def _replaced(source: str, node: ast.expr, text: str) -> str:
    """The source with an expression replaced; columns of `ast` count bytes of UTF-8."""
    lines = without_magic(source).encode().split(b"\n")
    shift = len(without_magic(source).encode()) - len(source.encode())
    start = sum(len(line) + 1 for line in lines[: node.lineno - 1]) + node.col_offset - shift
    end = sum(len(line) + 1 for line in lines[: (node.end_lineno or 0) - 1])
    end += (node.end_col_offset or 0) - shift
    held = source.encode()
    return (held[:start] + text.encode() + held[end:]).decode()


# ---------------------------------------------------------------- the catalog


def _require_entry(name: str, text: str) -> None:
    import yaml

    try:
        content: Any = yaml.safe_load(text)
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or "it cannot be parsed"
        raise UsageError(
            f"the entry `{name}` is not YAML: {problem}", cure="write one `key: value` a line"
        ) from None
    if not isinstance(content, dict) or not isinstance(content.get("type"), str):
        raise UsageError(
            f"the entry `{name}` has no `type`", cure="begin with `type: pandas.CSVDataset`"
        )


def _entry_lines(name: str, text: str) -> list[str]:
    from textwrap import dedent

    body = [line.rstrip() for line in dedent(text).strip("\n").split("\n")]
    return [f"{name}:", *(f"  {line}" if line else "" for line in body)]


def _is_catalog(cell: Cell) -> bool:
    try:
        tag = tag_of(cell.source, cell.tags, cell.options)
    except TagError:
        return False
    return tag is not None and tag.role is Role.CATALOG


def _entries(cell: Cell) -> Iterator[tuple[str, tuple[int, int]]]:
    """The keys of a catalog cell, each with the lines from its first to the one after its last."""
    import yaml

    try:
        top = yaml.compose(without_magic(cell.source), Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return
    if not isinstance(top, yaml.MappingNode):
        return
    lines = cell.source.split("\n")
    for key, value in top.value:
        end = value.end_mark.line + bool(value.end_mark.column)
        while end > key.start_mark.line + 1 and not _is_content(lines[end - 1]):
            end -= 1
        yield str(key.value), (key.start_mark.line, end)


def _is_content(line: str) -> bool:
    return line.startswith((" ", "\t")) and not line.lstrip().startswith("#") and bool(line.strip())


def _place(notebook: Notebook) -> int:
    """Above the first cell that is a node, else at the end."""
    for cell in notebook.code:
        if cell.source.lstrip().startswith("%%node"):
            return cell.index
    return len(notebook.cells)
