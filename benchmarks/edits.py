"""Eleven edits of a pipeline of twenty nodes: how many run again, beside how many have to."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from nb2pipe.runtime import load_project

from .measuring import Row
from .twenty import EDITS, FAILING, MENDED, Edit, write_twenty


def measure() -> list[Row]:
    """Nodes that run after each edit; a wrong answer is told as -1."""
    return [_row(edit) for edit in EDITS]


def _row(edit: Edit) -> Row:
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_twenty(folder)
        if edit.apply is MENDED:
            FAILING(folder)
        load_project(folder).run()
        edit.apply(folder)
        result = load_project(folder).run()
    ran = sum(node.status != "cached" for node in result.nodes.values())
    right = result.datasets.get("d20") == 19 + edit.adds
    return Row(edit.what, ran if right else -1, edit.runs, "what has to", "nodes")
