"""`nb2pipe convert`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nb2pipe.cli.proofs import print_proof, print_stand_in, progress, shown_failures

if TYPE_CHECKING:
    from nb2pipe.converter.folder import Difference
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
@click.option(
    "--verify", is_flag=True, help="Prove that the pipeline makes what the notebook makes."
)
@click.option("--timeout", type=float, help="Seconds that one run of the proof may take.")
@click.option("--overwrite", is_flag=True, help="Write over files that were edited by hand.")
def command(
    notebook: Path,
    folder: Path | None,
    name: str | None,
    auto: bool,
    check: bool,
    verify: bool,
    timeout: float | None,
    overwrite: bool,
) -> None:
    """Promote a NOTEBOOK into a pipeline project."""
    from nb2pipe.converter.folder import compare_folder, require_room
    from nb2pipe.converter.promote import folder_of, promote

    require_room(folder_of(notebook, folder, name))
    if verify and not check:
        _convert_proven(notebook, folder, name, auto, timeout, overwrite)
        return
    promotion = promote(notebook, folder, name=name, auto=auto)
    if check:
        _check(compare_folder(promotion.project, promotion.folder), promotion.folder, notebook)
    else:
        _write(promotion, overwrite)


def _convert_proven(
    notebook: Path,
    folder: Path | None,
    name: str | None,
    auto: bool,
    timeout: float | None,
    overwrite: bool,
) -> None:
    """Write what holds; where the notebook fails, what its text alone was converted into stays."""
    from nb2pipe.converter.promote import FindingsError, promote
    from nb2pipe.converter.prove import Prover
    from nb2pipe.converter.verify.errors import NotebookFailedError

    promotion = None
    try:
        promotion = promote(notebook, folder, name=name, auto=auto)
    except FindingsError as error:
        if not error.may_run:
            raise
    try:
        with shown_failures(), progress() as tell:
            prover = Prover(notebook, folder, name=name, auto=auto, timeout=timeout, tell=tell)
            proof = prover.prove()
    except NotebookFailedError:
        if promotion:
            _write(promotion, overwrite)
        raise
    _write(proof.promotion, overwrite)
    print_stand_in(proof.observation)
    print_proof(proof.comparison, proof.failures, proof.joins)
    if not proof.holds:
        raise SystemExit(1)


def _write(promotion: Promotion, overwrite: bool) -> None:
    from nb2pipe.converter.folder import write_project

    write_project(promotion.project, promotion.folder, overwrite=overwrite)
    show(promotion)


def _check(difference: Difference, folder: Path, notebook: Path) -> None:
    if difference:
        click.echo(f"{folder} is not what {notebook} says: {', '.join(difference.names)}")
        raise SystemExit(1)
    click.echo(f"{folder} is what {notebook} says")


def show(promotion: Promotion) -> None:
    """Print what became of every cell, the remarks, and where the project is."""
    from nb2pipe.cli.findings import counted, print_findings
    from nb2pipe.converter.report import account

    rows = account(promotion.analysis)
    width = max((len(row.became) for row in rows), default=0)
    for row in rows:
        click.echo(
            f"  [{row.cell:>2}]  {row.became:<{width}}  {click.style(row.code[:60], dim=True)}"
        )
    print_findings(promotion.remarks)
    nodes = counted(len(promotion.analysis.graph.nodes), "node")
    click.echo(f"{nodes} in {promotion.folder}; run with: nb2pipe run {promotion.folder}")
