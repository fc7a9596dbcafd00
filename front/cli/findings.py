"""How diagnostics look on a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from nb2pipe.converter.diagnostics import Diagnostic

COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def print_findings(found: Iterable[Diagnostic], notebook: str = "") -> None:
    """Print each diagnostic in two lines: what is wrong and where, and what to do."""
    from nb2pipe.converter.promote import said_place

    for each in found:
        place = ", ".join(filter(None, (notebook, said_place(each))))
        severity = click.style(f"{each.severity}", fg=COLOURS[each.severity])
        click.echo(f"{place}: {severity} {each.code}: {each.message}")
        click.echo(click.style(f"    {each.cure}", dim=True))


def counted(count: int, word: str) -> str:
    """How many there are of what `word` says, in words: `1 node`, `2 nodes`."""
    return f"{count} {word}{'' if count == 1 else 's'}"
