"""Peak memory of a 200 MB frame through five nodes, beside a plain loop and Kedro."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from .measuring import Row, in_turns, told_by
from .peers import QUIET, peer

SCRIPT = str(Path(__file__).parent / "scripts" / "frame.py")
NODES = {"pass": "nodes that pass it on", "add": "nodes that add a column"}


def measure() -> list[Row]:
    """MB at the peak."""
    kedro = peer("kedro-pandas", "kedro", "pandas")
    rows = []
    for change, what in NODES.items():
        ours = partial(told_by, [sys.executable, SCRIPT, "nb2pipe", change])
        loop = partial(told_by, [sys.executable, SCRIPT, "loop", change])
        rows.append(Row(what, *in_turns(ours, loop, times=3), "a plain loop", "MB"))
        if kedro:
            theirs = partial(told_by, [str(kedro / "python"), SCRIPT, "kedro", change], QUIET)
            rows.append(Row(what, *in_turns(ours, theirs, times=1), "Kedro", "MB"))
    return rows
