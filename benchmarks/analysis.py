"""What the analysis of a notebook costs, beside Python's parser on the same cells."""

from __future__ import annotations

import ast
from collections.abc import Callable
from time import process_time

from nb2pipe.converter.analysis import analyse
from nb2pipe.converter.notebook import Notebook, parse_notebook

from .measuring import Row, in_turns
from .notebook_cells import notebook_of

LENGTHS = (100, 1_000)


def measure() -> list[Row]:
    """CPU milliseconds, tagged or not; twice the cells are to take twice the time."""
    return [
        _measured(parse_notebook(notebook_of(length), name="shops"), auto=auto)
        for length in LENGTHS
        for auto in (False, True)
    ]


def _measured(notebook: Notebook, *, auto: bool) -> Row:
    ours, theirs = in_turns(
        lambda: _cpu(lambda: analyse(notebook, auto=auto)),
        lambda: _cpu(lambda: [ast.parse(cell.source) for cell in notebook.code]),
    )
    what = f"{len(notebook.code)} cells{', --auto' if auto else ''}"
    return Row(what, ours, theirs, "ast.parse", "ms")


def _cpu(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return (process_time() - start) * 1_000
