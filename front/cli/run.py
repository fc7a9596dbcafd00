"""`nb2pipe run`: run a project's pipeline, or a part of it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nb2pipe.runtime import UsageError

if TYPE_CHECKING:
    from nb2pipe.runtime import Project
    from nb2pipe.runtime.events import Listener

FILTERS = ("from_nodes", "to_nodes", "nodes", "from_inputs", "to_outputs", "tags")
_BETWEEN_PARAMETERS = re.compile(r",(?=\s*[\w.]+\s*=)")


def names(
    _context: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> list[str] | None:
    """Names from options that may be repeated or hold several, with commas between."""
    found = [name.strip() for text in given for name in text.split(",") if name.strip()]
    return found or None


def parameters(
    _context: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> dict[str, Any]:
    """Parameters from `key=value`; values are YAML, keys may have dots.

    Raises:
        UsageError: there is no `=`, or the value is no YAML.
    """
    pairs = (pair for text in given for pair in _BETWEEN_PARAMETERS.split(text))
    return dict(map(_parameter, pairs))


def _parameter(pair: str) -> tuple[str, Any]:
    import yaml

    key, equals, value = pair.partition("=")
    if not equals or not key.strip():
        raise UsageError(f"{pair!r} is no parameter", cure="write --params NAME=VALUE")
    try:
        return key.strip(), yaml.safe_load(value)
    except yaml.YAMLError:
        raise UsageError(
            f"the value of --params {pair!r} is no YAML", cure="put quotes around the text in it"
        ) from None


def _selection(flag: str, text: str) -> Any:
    return click.option(flag, multiple=True, callback=names, metavar="NAMES", help=text)


@click.command()
@click.argument("project", default=".", type=click.Path(path_type=Path))
@_selection("--from-nodes", "Run these nodes and everything after them.")
@_selection("--to-nodes", "Run these nodes and everything before them.")
@_selection("--nodes", "Run these nodes alone.")
@_selection("--from-inputs", "Run what reads these datasets, and everything after it.")
@_selection("--to-outputs", "Run what makes these datasets, and everything before it.")
@_selection("--tags", "Run the nodes that have one of these tags.")
@click.option(
    "--params",
    multiple=True,
    callback=parameters,
    metavar="KEY=VALUE",
    help="Set a parameter; dots go into its depth. May be repeated.",
)
@click.option("--env", help="Take conf/ENV over conf/base.  [default: local]")
@click.option(
    "--runner",
    default="sequential",
    show_default=True,
    help="sequential, threads, or processes (each node in a process of its own).",
)
@click.option("--workers", type=click.IntRange(min=1), help="How many nodes run at once.")
@click.option(
    "--no-cache", "cache", flag_value=False, default=True, help="Run everything, and keep nothing."
)
@_selection("--force", "Run these nodes though their results are known.")
@click.option(
    "--resume",
    is_flag=False,
    flag_value="last",
    metavar="[RUN]",
    help="Take up RUN, or the last one that failed: its nodes and parameters.",
)
@click.option("--explain", is_flag=True, help="Say why each node would run or not, and stop.")
def command(project: Path, params: dict[str, Any], explain: bool, **selection: Any) -> None:
    """Run the pipeline of PROJECT: a project's folder, or one that holds a single project.

    Filters may be combined; what all of them keep is run. NAMES are separated by commas.
    """
    from nb2pipe.runtime import load_project
    from nb2pipe.runtime.summary import summary

    loaded = load_project(project, env=selection.pop("env"))
    selection["force"] = selection["force"] or ()
    if explain:
        click.echo(explained(loaded, params, selection))
        return
    with interruptible(), watching() as listener:
        result = loaded.run(params=params, listeners=[listener], record=True, **selection)
    click.echo(f"\n{summary(result, loaded)}")
    if result.status != "success":
        click.echo(f"\nmend it, then: nb2pipe run {project} --resume")
        sys.exit(1)


def explained(project: Project, params: dict[str, Any], selection: dict[str, Any]) -> str:
    """What each node is going to do, and why, one line each."""
    filters = {name: selection[name] for name in FILTERS}
    reasons = project.explain(params, selection["force"], **filters)
    width = max((len(reason.node) for reason in reasons), default=0)
    return "\n".join(f"{each.node:<{width}}  {each.verdict:<7}  {each.why}" for each in reasons)


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C ends the run in good order; a second one ends the process at once."""
    import signal

    def interrupt(_number: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
        click.echo("\ninterrupted; ending what runs (again to end at once)", err=True)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        click.echo("what finished is kept: nb2pipe run --resume", err=True)
        sys.exit(130)
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def watching() -> Iterator[Listener]:
    """A listener that shows progress: moving on a terminal, lines anywhere else."""
    from nb2pipe.runtime.progress import PlainProgress, RichProgress

    if not sys.stdout.isatty():
        yield PlainProgress(click.echo)
        return
    from rich.console import Console

    with RichProgress(Console()) as progress:
        yield progress
