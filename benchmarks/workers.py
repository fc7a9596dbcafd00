"""Eight nodes that compute for a second, in two processes, beside two bare processes."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from .measuring import Row, in_turns, told_by

SCRIPT = str(Path(__file__).parent / "scripts" / "workers.py")


def measure() -> list[Row]:
    """Seconds of wall time."""
    with TemporaryDirectory() as folder:
        ours = partial(told_by, [sys.executable, SCRIPT, "nb2pipe", folder])
        bare = partial(told_by, [sys.executable, SCRIPT, "bare", folder])
        mine, theirs = in_turns(ours, bare, times=3)
    return [Row("8 nodes of 1 s on 2 workers", mine, theirs, "two bare processes")]
