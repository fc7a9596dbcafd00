"""The command line. Each command lives in a module of its own, imported when it is called."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from nb2pipe import __version__

COMMANDS = {
    "cache": "See what a project keeps of its results, and make room.",
    "check": "Print what the analysis of a notebook found.",
    "convert": "Promote a notebook into a pipeline project.",
    "diff": "Compare two notebooks by cell.",
    "git": "Keep outputs out of git: filter, diffs, merges, hooks.",
    "run": "Run a project's pipeline.",
    "runs": "See what the runs of a project did, and compare them.",
    "strip": "Take outputs out of notebooks.",
    "tag": "Write the choices of `convert --auto` into a notebook.",
    "verify": "Prove that a project makes what its notebook makes.",
    "viz": "Draw a project's pipeline.",
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        return import_module(f"nb2pipe.cli.{cmd_name}").command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"No such command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="nb2pipe")
def cli() -> None:
    """Promote Jupyter notebooks into pipelines."""


def main() -> None:
    """Run the command line; errors that a user can cause are told in two sentences."""
    try:
        sys.exit(cli(standalone_mode=True))
    except Exception as error:
        cure = getattr(error, "cure", None)
        if cure is None:
            raise
        click.secho("error: ", fg="red", bold=True, err=True, nl=False)
        click.echo(f"{error.args[0]}\n  help: {cure}", err=True)
        sys.exit(getattr(error, "exit_status", 1))
