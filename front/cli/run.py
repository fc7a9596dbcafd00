"""`nb2pipe run`: run a project's pipeline, or a part of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .values import grid, names, parameters, versions

if TYPE_CHECKING:
    from nb2pipe.runtime import Project
    from nb2pipe.runtime.events import Listener
    from nb2pipe.runtime.sweeps.sweep import Point

FILTERS = ("from_nodes", "to_nodes", "nodes", "from_inputs", "to_outputs", "tags")


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
    "--load-version",
    "load_versions",
    multiple=True,
    callback=versions,
    metavar="DATASET:STAMP",
    help="Load this version of a versioned dataset.",
)
@click.option(
    "--runner",
    default="sequential",
    show_default=True,
    help="sequential, threads, processes (each node in a process of its own), or dask.",
)
@click.option("--workers", type=click.IntRange(min=1), help="How many nodes run at once.")
@click.option("--scheduler", metavar="ADDRESS", help="Use the dask cluster there.")
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
@click.option("--strict", is_flag=True, help="Fail nodes that change what they are given.")
@click.option(
    "--sweep",
    "swept",
    multiple=True,
    callback=grid,
    metavar="KEY=A,B,…",
    help="Run once for every value, and with several --sweep for every combination.",
)
@click.option("--best", metavar="METRIC", help="Order a sweep by it; -METRIC for the lowest first.")
@click.option(
    "--log-format",
    type=click.Choice(["auto", "text", "json"]),
    default="auto",
    show_default=True,
    help="Lines of text or JSON; by itself a moving display on a terminal, text elsewhere.",
)
@click.option("--explain", is_flag=True, help="Say why each node would run or not, and stop.")
def command(
    project: Path, explain: bool, swept: dict[str, list[Any]], log_format: str, **options: Any
) -> None:
    """Run the pipeline of PROJECT: a project's folder, or one that holds a single project.

    Filters may be combined; what all of them keep is run. NAMES are separated by commas.
    """
    from nb2pipe.runtime import find_project, load_project
    from nb2pipe.runtime.running.backends import begin_early

    if not explain:
        begin_early(options["runner"], find_project(project))
    loaded = load_project(project, env=options.pop("env"))
    loaded = loaded.with_versions(options.pop("load_versions"))
    options["force"] = options["force"] or ()
    options["runner"] = _runner(options["runner"], options.pop("scheduler"))
    best = options.pop("best")
    if explain:
        click.echo(explained(loaded, options))
    elif swept:
        sys.exit(_sweep(loaded, swept, best, options))
    else:
        sys.exit(_run(loaded, project, log_format, options))


def _run(loaded: Project, project: Path, log_format: str, options: dict[str, Any]) -> int:
    from nb2pipe.runtime.views.summary import summary

    with interruptible(), watching(log_format) as listener:
        result = loaded.run(listeners=[listener], record=True, **options)
    if log_format != "json":
        click.echo(f"\n{summary(result, loaded)}")
    if result.status == "success":
        return 0
    where = "" if project == Path() else f" {project}"
    click.echo(f"\nmend it, then: nb2pipe run{where} --resume", err=log_format == "json")
    return 1


def _sweep(
    loaded: Project, swept: dict[str, list[Any]], best: str | None, options: dict[str, Any]
) -> int:
    """Run the grid and print it as one table; exits 1 where a point failed."""
    from math import prod

    from nb2pipe.runtime import UsageError
    from nb2pipe.runtime.sweeps.sweep import ranked, sweep

    if options.pop("resume"):
        raise click.UsageError("give the same --sweep again to resume it: what finished is known")
    found: list[Point] = []
    with (
        interruptible("give the same --sweep again"),
        _counting(prod(map(len, swept.values()))) as count,
    ):
        for point in sweep(loaded, swept, **options):
            found.append(point.without_datasets())  # there may be many points, and large ones
            count(1)
    try:
        click.echo(_table(ranked(found, best) if best else found))
    except UsageError:
        click.echo(_table(found))
        raise
    failed = [point for point in found if point.result.status != "success"]
    click.echo(_failures(failed) + f"\n{len(found)} runs, {len(failed)} failed")
    return 1 if failed else 0


@contextmanager
def _counting(total: int) -> Iterator[Callable[[int], object]]:
    """A bar that fills with what is done, where somebody can see it."""
    if not sys.stderr.isatty():
        yield lambda _count: None
        return
    with click.progressbar(length=total, label="points", file=sys.stderr) as bar:
        yield bar.update


_MOST_FAILURES = 5


def _failures(failed: Sequence[Point]) -> str:
    """Why points failed, the first of them."""
    from .columns import shown

    lines = [
        f"{', '.join(f'{name}={shown(value)}' for name, value in point.parameters.items())}: "
        f"{node} failed: {error.type}: {error.message}"
        for point in failed[:_MOST_FAILURES]
        for node, error in point.result.failed.items()
    ]
    return "".join(f"\n{line}" for line in lines) + ("\n" if lines else "")


def _table(found: Sequence[Point]) -> str:
    from .columns import columns, shown

    metrics = list(dict.fromkeys(name for point in found for name in point.metrics))
    head = (*(found[0].parameters if found else ()), *metrics, "status", "run")
    rows = [
        (
            *(shown(value) for value in point.parameters.values()),
            *(shown(point.metrics.get(name)) for name in metrics),
            point.result.status,
            point.result.run_id,
        )
        for point in found
    ]
    return columns([head, *rows])


def _runner(name: str, scheduler: str | None) -> Any:
    """The runner of that name; with a scheduler's address, dask there."""
    if scheduler is None:
        return name
    if name not in ("sequential", "dask"):
        raise click.UsageError("--scheduler goes with --runner dask")
    from nb2pipe.runtime.running.backends import dask_at

    return dask_at(scheduler)


def explained(project: Project, options: dict[str, Any]) -> str:
    """What each node is going to do, and why, one line each."""
    filters = {name: options[name] for name in FILTERS}
    reasons = project.explain(options["params"], options["force"], **filters)
    width = max((len(reason.node) for reason in reasons), default=0)
    return "\n".join(f"{each.node:<{width}}  {each.verdict:<7}  {each.why}" for each in reasons)


@contextmanager
def interruptible(cure: str = "nb2pipe run --resume") -> Iterator[None]:
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
        click.echo(f"what finished is kept: {cure}", err=True)
        sys.exit(130)
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def watching(log_format: str = "auto") -> Iterator[Listener]:
    """A listener that shows progress: moving on a terminal, lines anywhere else.

    Beside lines of JSON stands nothing else: what nodes print goes to the other stream meanwhile.
    """
    from nb2pipe.runtime.views.progress import JsonProgress, PlainProgress, RichProgress

    if log_format == "json":
        told = JsonProgress(partial(click.echo, file=sys.stdout))
        with redirect_stdout(sys.stderr):
            yield told
        return
    if log_format == "text" or not sys.stdout.isatty():
        yield PlainProgress(click.echo)
        return
    from rich.console import Console

    with RichProgress(Console()) as progress:
        yield progress
