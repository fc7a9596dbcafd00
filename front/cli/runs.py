"""`nb2pipe runs`: what the runs of a project did."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .columns import columns, shown

if TYPE_CHECKING:
    import sqlite3

    from nb2pipe.runtime.history.past import Difference, PastRun

_HOURS = {"h": 1, "d": 24, "w": 168}
_AGE = re.compile(r"\s*([\d.]+)\s*([hdw])\s*", re.IGNORECASE)

_PROJECT = click.option(
    "-p",
    "--project",
    default=".",
    type=click.Path(path_type=Path),
    help="The project's folder, or one that holds a single project.",
)


@click.group(invoke_without_command=True)
@_PROJECT
@click.pass_context
def command(context: click.Context, project: Path) -> None:
    """List runs, look into one, compare two, forget some.

    RUN is a run's id, a part of it, or `last`.
    """
    context.obj = project
    if context.invoked_subcommand is None:
        context.invoke(list_)


@command.command("list")
@click.option("-n", "--number", type=click.IntRange(min=1), default=20, show_default=True)
@click.pass_obj
def list_(project: Path, number: int) -> None:
    """List the newest runs."""
    from nb2pipe.runtime.history.past import past_runs

    with record_of(project) as database:
        runs = past_runs(database, number)
    rows = [
        (run.id, run.status, _took(run), _began(run), _listed(run.metrics), _given(run))
        for run in runs
    ]
    click.echo(columns([("run", "status", "time", "began", "metrics", "given"), *rows]))


@command.command()
@click.argument("run", default="last")
@click.pass_obj
def show(project: Path, run: str) -> None:
    """Show what a run was given, what its nodes did, and what it measured."""
    from nb2pipe.runtime.history.past import flat, past_run

    with record_of(project) as database:
        found = past_run(database, run)
    click.echo(f"run {found.id}: {found.status}, began {_began(found)}, took {_took(found)}")
    git = found.about.get("git")
    if git:
        click.echo(f"commit {git['commit'][:10]}{', changed since' if git['dirty'] else ''}")
    _echo_section("parameters", flat(found.parameters).items())
    _echo_section("metrics", (found.metrics or {}).items())
    _echo_section("versions", found.about.get("versions", {}).items())
    _echo_section("nodes", map(_node_row, found.nodes))


@command.command()
@click.argument("one")
@click.argument("two", default="last")
@click.pass_obj
def compare(project: Path, one: str, two: str) -> None:
    """Show what differs between two runs."""
    from nb2pipe.runtime.history.past import compare as compared
    from nb2pipe.runtime.history.past import past_run

    with record_of(project) as database:
        found = compared(past_run(database, one), past_run(database, two))
    rows = [
        (each.kind, each.name, shown(each.before), shown(each.after), _change(each))
        for each in found
    ]
    click.echo(columns([("", "", one, two, ""), *rows]) if rows else "nothing differs")


@command.command()
@click.argument("run")
@click.argument("node")
@click.pass_obj
def logs(project: Path, run: str, node: str) -> None:
    """Print what a node printed and logged in a run."""
    from nb2pipe.runtime.errors import UnknownNameError
    from nb2pipe.runtime.history.past import past_logs, past_run

    with record_of(project) as database:
        found = past_run(database, run)
        known = found.about.get("nodes", ())
        if node not in known:
            raise UnknownNameError(f"node in run {found.id}", [node], known)
        for line in past_logs(database, found.id, node):
            mark = "" if line.stream == "stdout" else f"[{line.stream}] "
            click.echo(f"{mark}{line.text}", nl=not line.text.endswith("\n"))


@command.command()
@click.argument("run", default="last")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def html(project: Path, run: str, output: Path | None) -> None:
    """Write a page about a run that needs no network."""
    from nb2pipe.runtime.history.past import past_figures, past_run
    from nb2pipe.runtime.views.page import run_page

    with record_of(project) as database:
        found = past_run(database, run)
        content = run_page(found, past_figures(database, found.id))
    target = output or Path(f"run-{found.id}.html")
    target.write_text(content, encoding="utf-8")
    click.echo(f"wrote {target}")


@command.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN...")
@click.pass_obj
def rm(project: Path, runs: tuple[str, ...]) -> None:
    """Forget runs. What is kept of their results stays, as long as `cache gc` leaves it."""
    from nb2pipe.runtime.history.past import past_run

    with record_of(project) as database:
        _forget(database, project, [past_run(database, run).id for run in runs])


@command.command()
@click.option("--keep", type=click.IntRange(min=0), help="Keep so many of the newest runs.")
@click.option("--older-than", metavar="AGE", help="Forget only runs older than 12h, 30d or 8w.")
@click.pass_obj
def gc(project: Path, keep: int | None, older_than: str | None) -> None:
    """Forget old runs: all but the newest, or all that are older than an age."""
    from time import time

    from nb2pipe.runtime.history.past import past_runs
    from nb2pipe.runtime.history.pruning import to_prune

    if keep is None and older_than is None:
        raise click.UsageError("say what may go: --keep 100, --older-than 30d, or both")
    since = None if older_than is None else time() - age(older_than)
    with record_of(project) as database:
        _forget(database, project, to_prune(past_runs(database), keep, since))


def _forget(database: sqlite3.Connection, project: Path, ids: list[str]) -> None:
    from nb2pipe.runtime import find_project
    from nb2pipe.runtime.cache.store import Store
    from nb2pipe.runtime.history.pruning import forget_runs, forget_sweep_files
    from nb2pipe.runtime.views.progress import counted
    from nb2pipe.runtime.views.sizes import told_size

    folder = find_project(project)
    forget_runs(database, ids)
    freed = forget_sweep_files(database, folder) + Store(folder, database).forget(())
    click.echo(f"forgot {counted(len(ids), 'run')}; files of {told_size(freed)} are gone")


def age(text: str) -> float:
    """Seconds from an age as people write it.

    >>> age("12h"), age("2w")
    (43200.0, 1209600.0)
    """
    from nb2pipe.runtime import UsageError

    found = _AGE.fullmatch(text)
    if found is None:
        raise UsageError(f"{text!r} is no age", cure="write it as 12h, 30d or 8w")
    return float(found[1]) * _HOURS[found[2].lower()] * 3600


@contextmanager
def record_of(project: Path) -> Iterator[sqlite3.Connection]:
    """The database of the project in a folder."""
    from contextlib import closing

    from nb2pipe.runtime import find_project
    from nb2pipe.runtime.database import connect

    with closing(connect(find_project(project))) as database:
        yield database


def _echo_section(title: str, rows: Iterable[Sequence[Any]]) -> None:
    told = [("", *(str(cell) for cell in row)) for row in rows]
    if told:
        click.echo(f"{title}\n{columns(told)}")


def _node_row(node: Any) -> tuple[str, ...]:
    from nb2pipe.runtime.views.progress import duration
    from nb2pipe.runtime.views.sizes import told_size

    said = f"{node.error['type']}: {node.error['message']}" if node.error else ""
    why = said or (f"because {node.because} failed" if node.because else "")
    size = told_size(node.size) if node.size else ""
    return node.name, node.status, duration(node.seconds), size, why


def _took(run: PastRun) -> str:
    from nb2pipe.runtime.views.progress import duration

    return "" if run.seconds is None else duration(run.seconds)


def _began(run: PastRun) -> str:
    from nb2pipe.runtime.views.stamps import told_moment

    return told_moment(run.started)


def _listed(values: Mapping[str, Any] | None) -> str:
    return ", ".join(f"{name}={shown(value)}" for name, value in (values or {}).items())


def _given(run: PastRun) -> str:
    """The parameters that the run was given in place of the project's own."""
    from nb2pipe.runtime.history.past import flat

    return _listed(flat(run.about.get("given", {})))


def _change(difference: Difference) -> str:
    """By how much a metric changed."""
    before, after = difference.before, difference.after
    if difference.kind != "metric" or before is None or after is None:
        return ""
    return f"{after - before:+.4g}"
