"""After an edit of one node of twenty: the time of the run beside that of what had to run."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from .measuring import Row, told_by

SCRIPT = str(Path(__file__).parent / "scripts" / "rerun.py")

EDITED = (1, 10, 20)
SECONDS = 0.5  # that each node takes


def measure() -> list[Row]:
    """Seconds of wall time."""
    return [_row(edited) for edited in EDITED]


def _row(edited: int) -> Row:
    with TemporaryDirectory() as folder:
        took = told_by([sys.executable, SCRIPT, folder, str(edited), str(SECONDS)])
    return Row(f"node {edited} edited", took, SECONDS * (21 - edited), "what had to run")
