"""What the runtime adds to each node: chains and fans, in memory, kept, and known already."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from .measuring import Row, in_turns, told_by
from .peers import QUIET, peer

SCRIPTS = Path(__file__).parent / "scripts"
LENGTHS = (10, 100, 1_000, 10_000)
HAMILTONS_MOST = 1_000  # its recursion goes no further on a chain


def measure() -> list[Row]:
    """CPU milliseconds a node."""
    hamilton, joblib = peer("hamilton", "sf-hamilton"), peer("joblib")
    rows = []
    for shape in ("chain", "fan"):
        for length in LENGTHS:
            beside = _script(hamilton, "nodes_hamilton.py", shape, length)
            theirs = beside if length <= HAMILTONS_MOST else None
            rows.append(_row(shape, length, "memory", theirs, "Hamilton"))
    for how in ("kept", "known"):
        for length in LENGTHS:
            beside = _script(joblib, "nodes_joblib.py", length, how)
            rows.append(_row("chain", length, how, beside, "joblib.Memory"))
    return rows


def _row(shape: str, length: int, how: str, beside: Callable[[], float] | None, name: str) -> Row:
    ours = partial(
        told_by, [sys.executable, str(SCRIPTS / "nodes_nb2pipe.py"), shape, str(length), how]
    )
    mine, theirs = in_turns(ours, beside, times=3)
    return Row(f"{shape} of {length}, {how}", mine, theirs, name, "ms a node")


def _script(programs: Path | None, script: str, *words: object) -> Callable[[], float] | None:
    if programs is None:
        return None
    return partial(
        told_by, [str(programs / "python"), str(SCRIPTS / script), *map(str, words)], QUIET
    )
