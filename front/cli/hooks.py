"""`nb2pipe git hook`: commands for one notebook, called for all that pre-commit names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

FILES = click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True))


@click.group()
def hook() -> None:
    """What the hooks of .pre-commit-hooks.yaml run; a finding in one file stops none of the others."""


@hook.command()
@FILES
@click.pass_context
def check(context: click.Context, files: tuple[Path, ...]) -> None:
    """Print what the analysis of FILES found; exit 1 where there are errors."""
    from nb2pipe.cli.check import command

    options = {"auto": False, "style": "text"}
    context.exit(_worst(lambda path: context.invoke(command, notebook=path, **options), files))


@hook.command()
@FILES
@click.pass_context
def convert(context: click.Context, files: tuple[Path, ...]) -> None:
    """Exit 1 where the project of one of FILES is out of date; a notebook without one passes."""
    from nb2pipe.cli.convert import command

    promoted = [path for path in files if _has_project(path)]
    options: dict[str, Any] = dict.fromkeys(("folder", "name"))
    options |= {"auto": False, "check": True, "overwrite": False}
    context.exit(_worst(lambda path: context.invoke(command, notebook=path, **options), promoted))


def _has_project(path: Path) -> bool:
    """Whether `nb2pipe convert` has written the notebook's project where it does by itself."""
    from nb2pipe.converter.project import LOCK
    from nb2pipe.converter.promote import package_name

    return (path.parent / package_name(None, path) / LOCK).exists()


def _worst(call: Callable[[Path], Any], files: tuple[Path, ...] | list[Path]) -> int:
    """Call for every file, and return the highest exit status; errors are printed."""
    from nb2pipe.runtime.errors import Nb2pipeError

    worst = 0
    for path in files:
        try:
            call(path)
        except Nb2pipeError as error:
            click.echo(f"error: {error.message}\n  help: {error.cure}", err=True)
            worst = max(worst, error.exit_status)
        except SystemExit as leaving:
            worst = max(worst, int(leaving.code or 0))
    return worst
