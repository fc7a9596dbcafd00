"""`nb2pipe tag`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from nb2pipe.converter.source.notebook import Notebook
    from nb2pipe.converter.tagging import Mark, Tagged


@click.command()
@click.argument("notebook", type=click.Path(path_type=Path))
@click.option("--as-tags", is_flag=True, help="Write cell tags, and nothing into the source.")
@click.option("--dry-run", is_flag=True, help="Write nothing; show what each cell would be.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Leave the notebook, write this one."
)
def command(notebook: Path, as_tags: bool, dry_run: bool, output: Path | None) -> None:
    """Write the choices of `convert --auto` into a NOTEBOOK, to go on from."""
    from nb2pipe.converter.source.notebook import read_notebook
    from nb2pipe.converter.source.notebook_text import layout_of, write_whole
    from nb2pipe.converter.tagging import tag_notebook

    read = read_notebook(notebook)  # tells what is wrong with the file
    text = notebook.read_bytes().decode("utf-8")
    content = json.loads(text.lstrip("\ufeff"))
    tagged = tag_notebook(content, name=notebook.stem, path=notebook, as_tags=as_tags)
    _show(read, tagged)
    if not dry_run and (tagged.marks or output):
        made = layout_of(text, content).dump(tagged.content) if tagged.marks else text
        write_whole(output or notebook, made)
    _conclude(tagged, output or notebook, dry_run=dry_run)


def _show(notebook: Notebook, tagged: Tagged) -> None:
    """Print a line for each cell that gets a tag."""
    code = {cell.number: _first_line(cell.source) for cell in notebook.code}
    said = {mark.number: _said(mark) for mark in tagged.marks}
    width = max(map(len, said.values()), default=0)
    for number, what in said.items():
        click.echo(f"  [{number:>2}]  {what:<{width}}  {click.style(code[number][:60], dim=True)}")
    for difference in tagged.differences:
        click.echo(f"{click.style('note', fg='yellow')}: {difference}")


def _said(mark: Mark) -> str:
    from nb2pipe.converter.source.cell_edits import magic_line

    parts = [magic_line(mark.tag)] if mark.tag else []
    return " + ".join(["%%params", *parts] if mark.literals else parts)


def _first_line(source: str) -> str:
    return next(line.strip() for line in source.split("\n") if line.strip())


def _conclude(tagged: Tagged, path: Path, *, dry_run: bool) -> None:
    from nb2pipe.cli.findings import counted

    if not tagged.marks:
        click.echo(f"{path}: every cell that needs a tag has one")
        return
    done = "would be tagged" if dry_run else "tagged; edit the tags, then: nb2pipe convert"
    click.echo(f"{counted(len(tagged.marks), 'cell')} {done} {path}")
