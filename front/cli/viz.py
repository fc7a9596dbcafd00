"""`nb2pipe viz`: draw a project's pipeline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nb2pipe.runtime import UsageError

if TYPE_CHECKING:
    from nb2pipe.runtime.drawing.picture import Picture


@click.command()
@click.argument("project", default=".", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a page (.html), a drawing (.svg) or Mermaid (.mmd, .md) instead of printing.",
)
@click.option(
    "--detail",
    type=click.Choice(["nodes", "flow", "all"]),
    default="flow",
    show_default=True,
    help="Draw nodes alone, with what goes in and comes out, or with every dataset and parameter.",
)
@click.option("--env", help="Take conf/ENV over conf/base.  [default: local]")
def command(project: Path, output: Path | None, detail: str, env: str | None) -> None:
    """Draw the pipeline of PROJECT: as Mermaid on the terminal, or into a file."""
    from nb2pipe.runtime import load_project
    from nb2pipe.runtime.drawing.mermaid import to_mermaid
    from nb2pipe.runtime.drawing.picture import picture_of

    loaded = load_project(project, env=env)
    drawn = picture_of(loaded.pipeline, detail)  # pyright: ignore[reportArgumentType]
    if output is None:
        click.echo(to_mermaid(drawn))
        return
    content = rendered(drawn, output.suffix, loaded.package)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(content, encoding="utf-8")
    click.echo(f"wrote {output}")


def rendered(drawn: Picture, suffix: str, title: str) -> str:
    """The picture in the format that a file's suffix names.

    Raises:
        UsageError: nothing is drawn in that format.
    """
    from nb2pipe.runtime.drawing.layout import layout
    from nb2pipe.runtime.drawing.mermaid import to_mermaid
    from nb2pipe.runtime.drawing.svg import to_page, to_svg

    mermaid = to_mermaid(drawn)
    formats = {
        ".html": lambda: to_page(to_svg(layout(drawn), title), title, mermaid),
        ".svg": lambda: to_svg(layout(drawn), title) + "\n",
        ".mmd": lambda: mermaid + "\n",
        ".md": lambda: f"```mermaid\n{mermaid}\n```\n",
    }
    if suffix not in formats:
        raise UsageError(
            f"cannot draw into a {suffix or 'file without suffix'}",
            cure=f"end the file's name in one of {', '.join(formats)}",
        )
    return formats[suffix]()
