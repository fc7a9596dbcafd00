"""What the runtime adds to each node: chains of functions that add one, nothing stored."""

from __future__ import annotations

import sys
from pathlib import Path

from .measuring import Row, in_turns, told_by
from .peers import QUIET, peer

SCRIPTS = Path(__file__).parent / "scripts"

# Kedro's cost of a node grows with the pipeline; longer chains would take it minutes.
LENGTHS = {10: True, 100: True, 1_000: True, 10_000: False}


def measure() -> list[Row]:
    """CPU milliseconds a node, for chains of several lengths."""
    return [_measured(length, beside) for length, beside in LENGTHS.items()]


def _measured(length: int, beside: bool) -> Row:
    kedro = peer("kedro") if beside else None
    ours, theirs = in_turns(
        lambda: told_by([sys.executable, str(SCRIPTS / "chain_nb2pipe.py"), str(length)]),
        (
            lambda: told_by(
                [str(kedro / "python"), str(SCRIPTS / "chain_kedro.py"), str(length)], QUIET
            )
        )
        if kedro
        else None,
        times=3,
    )
    return Row(f"chain of {length}", ours, theirs, "Kedro SequentialRunner", "ms a node")
