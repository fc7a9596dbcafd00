"""`nb2pipe git`: set git up for notebooks, look at it, take it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nb2pipe.cli.hooks import hook

if TYPE_CHECKING:
    from nb2pipe.gitfilter.places import Place
    from nb2pipe.gitfilter.status import Status

GLOBAL = click.option(
    "--global", "everywhere", is_flag=True, help="For all of your repositories, not this one."
)
SHOWN = 5


@click.group(name="git")
def command() -> None:
    """Keep outputs out of git: clean diffs, merges by cell, nothing lost."""


command.add_command(hook)


@command.command()
@GLOBAL
@click.option(
    "--hook", "with_hook", is_flag=True, help="Also strip what is staged in a pre-commit hook."
)
def install(everywhere: bool, with_hook: bool) -> None:
    """Write the filter, diff and merge drivers into git's configuration and attributes."""
    from nb2pipe.gitfilter.install import install as install_at

    place = _place(everywhere)
    install_at(place, hook=with_hook)
    click.echo(f"git filters notebooks through nb2pipe: {place.config}, {place.attributes}")
    if not everywhere:
        click.echo("commit .gitattributes, so that every clone asks for the filter")


@command.command()
@GLOBAL
def uninstall(everywhere: bool) -> None:
    """Leave git as it was, remembered outputs included."""
    from nb2pipe.gitfilter.install import uninstall as uninstall_at

    place = _place(everywhere)
    uninstall_at(place)
    click.echo(f"took nb2pipe out of {place.config} and {place.attributes}")


@command.command()
@click.pass_context
def status(context: click.Context) -> None:
    """Say what is set up, for which files, and what is missing; exit with 1 if anything is."""
    from nb2pipe.gitfilter.status import Status

    found = Status(".")
    for line in _lines(found):
        click.echo(line)
    for problem, cure in found.problems:
        click.secho(f"! {problem}", fg="yellow")
        click.echo(f"  help: {cure}")
    if found.problems:
        context.exit(1)


@command.command()
@click.argument("paths", nargs=-1)
def refresh(paths: tuple[str, ...]) -> None:
    """Clear notebooks that show as modified only because they were run again."""
    from nb2pipe.gitfilter.refresh import refresh as refresh_at

    cleared = refresh_at(list(paths))
    click.echo(f"cleared {', '.join(cleared)}" if cleared else "nothing to clear")


def _place(everywhere: bool) -> Place:
    from nb2pipe.gitfilter.places import repository_at, users_own

    return users_own() if everywhere else repository_at()


def _lines(found: Status) -> list[str]:
    driver = "in this repository" if found.local_driver else "for this user"
    return [
        f"driver     {driver if found.has_driver else 'not installed'}",
        f"hook       {'installed' if found.hook else 'not installed'}",
        f"filtered   {_listed(found.filtered)}",
        f"unfiltered {_listed(found.unfiltered)}",
        f"outputs    {_listed(found.with_outputs)} in the last commit",
    ]


def _listed(paths: list[str]) -> str:
    more = f", and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
    return f"{len(paths)} notebooks" + (f": {', '.join(paths[:SHOWN])}{more}" if paths else "")
