"""`nb2pipe verify`."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command()
@click.argument("notebook", type=click.Path(path_type=Path))
@click.argument("project", type=click.Path(path_type=Path), required=False)
@click.option("--auto", is_flag=True, help="The project was made with `convert --auto`.")
@click.option("--timeout", type=float, help="Seconds that one run may take.")
@click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def command(
    notebook: Path, project: Path | None, auto: bool, timeout: float | None, style: str
) -> None:
    """Prove that a PROJECT makes what its NOTEBOOK makes; exit 1 where it does not."""
    from nb2pipe.cli.proofs import print_proof, progress, shown_failures
    from nb2pipe.converter.promote import package_name
    from nb2pipe.converter.prove import Prover
    from nb2pipe.converter.told import proof_to_json
    from nb2pipe.runtime.errors import UsageError

    folder = project or notebook.parent / package_name(None, notebook)
    if notebook.exists() and not (folder / "pyproject.toml").exists():
        raise UsageError(
            f"{folder} is no project", cure=f"make it with `nb2pipe convert {notebook}`"
        )
    with shown_failures(), progress() as tell:
        comparison, failures = Prover(
            notebook, folder, auto=auto, timeout=timeout, tell=tell
        ).check(folder)
    if style == "json":
        click.echo(json.dumps(proof_to_json(comparison, failures), indent=1, ensure_ascii=False))
    else:
        print_proof(comparison, failures)
    if failures or not comparison.holds:
        raise SystemExit(1)
