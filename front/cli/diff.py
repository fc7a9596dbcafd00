"""`nb2pipe diff`: two notebooks, compared by cell on the terminal."""

from __future__ import annotations

from pathlib import Path

import click

COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@click.command()
@click.argument("old", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("new", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--exit-code", is_flag=True, help="Exit with 1 where the notebooks differ.")
@click.pass_context
def command(context: click.Context, old: Path, new: Path, exit_code: bool) -> None:
    """Show what differs between the notebooks OLD and NEW: sources, tags and kept outputs."""
    from nb2pipe.gitfilter.compare import compare
    from nb2pipe.gitfilter.lookup import Lookup

    lines = compare(
        old.read_bytes(), new.read_bytes(), Lookup().settings_for(new.resolve().as_posix())
    )
    for mark, text in lines:
        click.secho(f"{mark * 2} {text}" if mark == "@" else mark + text, fg=COLOURS.get(mark))
    if lines and exit_code:
        context.exit(1)
