"""What it costs to start: the help of the command line."""

from __future__ import annotations

import sys

from .measuring import Row, cpu_of, in_turns
from .peers import QUIET, peer


def measure() -> list[Row]:
    """CPU seconds of `--help`."""
    kedro = peer("kedro")
    ours, theirs = in_turns(
        lambda: cpu_of([sys.executable, "-m", "nb2pipe", "--help"]),
        (lambda: cpu_of([str(kedro / "kedro"), "--help"], QUIET)) if kedro else None,
    )
    return [Row("--help", ours, theirs, "kedro --help")]
