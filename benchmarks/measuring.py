"""CPU time of commands, and the table in which it is told."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of ours beside that of a peer; without the peer where it is not installed."""

    what: str
    ours: float
    peer: float | None
    peer_name: str
    unit: str = "s"


def cpu_of(command: Sequence[str], env: Mapping[str, str] | None = None) -> float:
    """CPU seconds, user and system, of a command and of the processes that it waited for."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **(env or {})},
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return used.ru_utime + used.ru_stime


def told_by(command: Sequence[str], env: Mapping[str, str] | None = None) -> float:
    """The number that a command prints last."""
    said = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, **(env or {})}
    )
    return float(said.stdout.split()[-1])


def in_turns(
    ours: Callable[[], float], peer: Callable[[], float] | None, times: int = 5
) -> tuple[float, float | None]:
    """Medians of both, measured in turns, so that a busy machine is busy for both."""
    pairs = [(ours(), peer() if peer else None) for _ in range(times)]
    theirs = [theirs for _, theirs in pairs if theirs is not None]
    return median(mine for mine, _ in pairs), median(theirs) if theirs else None


def table(rows: Iterable[Row]) -> str:
    """Rows as text; the ratio is ours over the peer's, so below 1 is better."""
    head = ("", "nb2pipe", "peer", "ratio", "")
    cells = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )


def _cells(row: Row) -> tuple[str, ...]:
    if row.peer is None:
        missing = f"{row.peer_name}: not measured" if row.peer_name else ""
        return row.what, f"{row.ours:.3g} {row.unit}", "", "", missing
    ratio = f"{row.ours / row.peer:.3g}" if row.peer else ""
    return (
        row.what,
        f"{row.ours:.3g} {row.unit}",
        f"{row.peer:.3g} {row.unit}",
        ratio,
        row.peer_name,
    )
