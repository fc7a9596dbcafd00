"""How a proof looks on a terminal, and how it is shown while it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from nb2pipe.converter.prove import Join
    from nb2pipe.converter.verify.compare import Comparison
    from nb2pipe.converter.verify.observation import Observation


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show what goes on: one line that changes on a terminal, nothing elsewhere."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda message: None
        return
    with console.status("") as status:
        yield lambda message: status.update(message)


@contextmanager
def shown_failures() -> Iterator[None]:
    """Show the user's own error, as the kernel told it, where a cell fails."""
    from nb2pipe.converter.verify.errors import CellFailedError

    try:
        yield
    except CellFailedError as error:
        click.echo(f"{error.said}\n", err=True)
        raise


def print_stand_in(seen: Observation) -> None:
    """Say where another kernel than the notebook's own has run it."""
    if seen.stands_for:
        click.echo(f"there is no kernel {seen.stands_for!r} here: {seen.kernel!r} stood in for it")


def print_proof(
    comparison: Comparison, failures: Mapping[str, str], joins: tuple[Join, ...] = ()
) -> None:
    """Print what was compared: a line for each dataset and file, and what it comes to."""
    colours = {"identical": "green", "differs": "red", "missing": "red"}
    width = max((len(row.name) for row in comparison.rows), default=0)
    for row in comparison.rows:
        verdict = click.style(
            f"{row.verdict.value:<16}", fg=colours.get(row.verdict.value, "yellow")
        )
        kind = "file" if row.file else _where(row)
        click.echo(
            f"  {verdict} {row.name:<{width}}  {click.style(' '.join((kind, row.note)), dim=True)}"
        )
    for join in joins:
        click.echo(f"  joined cells {join.cells[0]} and {join.cells[1]}: {join.why}")
    for node, why in failures.items():
        click.echo(f"  {click.style('failed', fg='red')} {node}: {why}")
    same = sum(row.verdict.value == "identical" for row in comparison.rows)
    if comparison.holds and not failures:
        click.echo(
            f"proven: {same} of {len(comparison.rows)} datasets and files are identical, none differs"
        )
    else:
        click.echo(f"not proven: {_said_wrong(comparison, failures)}")


def _said_wrong(comparison: Comparison, failures: Mapping[str, str]) -> str:
    from nb2pipe.cli.findings import counted

    differ = len(comparison.failures)
    said = [f"{counted(len(failures), 'node')} failed"] if failures else []
    said += [f"{differ} of {len(comparison.rows)} datasets and files differ"] if differ else []
    return ", ".join(said)


def _where(row: Any) -> str:
    return f"{row.held.variable} after cell {row.held.number}" if row.held else ""
