"""Chains of small cells that rework one variable, which a person would write as one function."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from ..source.notebook import Notebook
from .grouping import Trace
from .naming import leading_comment
from .roles import Kept, Names

SMALL = 2
"""Statements of a cell that may be a link of a chain."""


def chained(
    cells: Sequence[Kept],
    traced: Trace,
    names: Names,
    notebook: Notebook,
    *,
    apart: Collection[int],
) -> Iterator[tuple[int, int]]:
    """Pairs of neighbours of which the second only goes on with what the first one made.

    Text or a comment in between begins something new; so do the cells with the numbers `apart`.
    """
    text = {cell.index for cell in notebook.cells if cell.kind == "markdown" and cell.source}
    readers = traced.readers()
    small = [_is_small(cell) and cell.number not in apart for cell in cells]
    results = [_results(at, traced, names, readers) for at in range(len(cells))]
    for at, then in pairwise(range(len(cells))):
        if not (small[at] and small[then]) or leading_comment(cells[then].source.cell):
            continue
        first, second = cells[at].source.cell.index, cells[then].source.cell.index
        if not text.isdisjoint(range(first, second)):
            continue
        if len(results[at]) == 1 and results[at] == results[then]:
            (name,) = results[at]
            if not name.startswith("@") and readers.get((name, at)) == [then]:
                yield at, then


def _is_small(cell: Kept) -> bool:
    return cell.source.tag is None and len(cell.statements) <= SMALL


def _results(
    at: int, traced: Trace, names: Names, readers: Mapping[tuple[str, int], list[int]]
) -> set[str]:
    """What a cell gives that others read or that is left at the end, files included."""
    return {
        name
        for name in traced.gives[at]
        if name.startswith("@file")
        or (
            not name.startswith("@")
            and (
                (name, at) in readers or (traced.final.get(name) == at and not names.is_local(name))
            )
        )
    }
