"""What the analysis of a notebook costs, beside Python's parser on the same cells."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from time import process_time

from nb2pipe.converter.nodes.analysis import analyse
from nb2pipe.converter.source.notebook import Notebook, parse_notebook

from .measuring import Row, in_turns
from .notebook_cells import notebook_of

LENGTHS = (100, 200, 1_000)


def measure() -> list[Row]:
    """CPU milliseconds, tagged or not; twice the cells are to take twice the time."""
    return [
        row
        for length in LENGTHS
        for auto in (False, True)
        for row in _measured(parse_notebook(notebook_of(length), name="shops"), auto=auto)
    ]


def _measured(notebook: Notebook, *, auto: bool) -> tuple[Row, Row]:
    """Of cells that were never seen, and of known ones of which the one in the middle was edited."""
    middle = len(notebook.cells) // 2
    return (
        _row("all new", notebook, range(len(notebook.cells)), auto=auto),
        _row("one edited", notebook, (middle,), auto=auto),
    )


def _row(what: str, notebook: Notebook, cells: Sequence[int], *, auto: bool) -> Row:
    turns = count()
    ours, theirs = in_turns(
        lambda: _analysis(_edited(notebook, cells, f"{what} {auto} {next(turns)}"), auto=auto),
        lambda: _cpu(lambda: [ast.parse(cell.source) for cell in notebook.code]),
    )
    said = f"{len(notebook.code)} cells{', --auto' if auto else ''}, {what}"
    return Row(said, ours, theirs, "ast.parse", "ms")


def _analysis(notebook: Notebook, *, auto: bool) -> float:
    return _cpu(lambda: analyse(notebook, auto=auto))


def _edited(notebook: Notebook, cells: Sequence[int], mark: str) -> Notebook:
    """The notebook with a new comment at the end of some cells."""
    edited = list(notebook.cells)
    for at in cells:
        edited[at] = replace(edited[at], source=f"{edited[at].source}\n# {mark}")
    return replace(notebook, cells=tuple(edited))


def _cpu(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return (process_time() - start) * 1_000
