"""`nb2pipe convert`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from nb2pipe.converter.promote import Promotion


@click.command()
@click.argument("notebook", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path), help="The project's folder."
)
@click.option("--name", help="The package's name; made of the notebook's otherwise.")
@click.option("--auto", is_flag=True, help="Promote a notebook without tags.")
@click.option(
    "--check", is_flag=True, help="Write nothing; exit 1 where the project is out of date."
)
@click.option("--overwrite", is_flag=True, help="Write over files that were edited by hand.")
def command(
    notebook: Path, folder: Path | None, name: str | None, auto: bool, check: bool, overwrite: bool
) -> None:
    """Promote a NOTEBOOK into a pipeline project."""
    from nb2pipe.converter.folder import compare_folder, require_room, write_project
    from nb2pipe.converter.promote import promote

    promotion = promote(notebook, folder, name=name, auto=auto)
    if check:
        difference = compare_folder(promotion.project, promotion.folder)
        if difference:
            click.echo(
                f"{promotion.folder} is not what {notebook} says: {', '.join(difference.names)}"
            )
            raise SystemExit(1)
        click.echo(f"{promotion.folder} is what {notebook} says")
        return
    require_room(promotion.folder)
    write_project(promotion.project, promotion.folder, overwrite=overwrite)
    show(promotion)


def show(promotion: Promotion) -> None:
    """Print what became of every cell, the remarks, and where the project is."""
    from nb2pipe.cli.findings import print_findings
    from nb2pipe.converter.report import account

    rows = account(promotion.analysis)
    width = max((len(row.became) for row in rows), default=0)
    for row in rows:
        click.echo(
            f"  [{row.cell:>2}]  {row.became:<{width}}  {click.style(row.code[:60], dim=True)}"
        )
    print_findings(promotion.analysis.graph.diagnostics)
    nodes = len(promotion.analysis.graph.nodes)
    click.echo(
        f"{nodes} nodes in {promotion.folder}; run them with: nb2pipe run {promotion.folder}"
    )
