"""`nb2pipe cache`: what a project keeps of its results, and how to make room."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nb2pipe.runtime import UsageError

if TYPE_CHECKING:
    from nb2pipe.runtime.cache.store import Store

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_SIZE = re.compile(r"\s*([\d.]+)\s*([KMGT]?)B?\s*", re.IGNORECASE)

_PROJECT = click.argument("project", default=".", type=click.Path(path_type=Path))


@click.group()
def command() -> None:
    """See what a project keeps of its results, and make room."""


@command.command("ls")
@_PROJECT
def list_(project: Path) -> None:
    """List the results that are kept, those used last first."""
    from nb2pipe.runtime.views.progress import counted, duration
    from nb2pipe.runtime.views.sizes import told_size
    from nb2pipe.runtime.views.stamps import told_moment

    with store_of(project) as store:
        kept = store.all()
    width = max((len(each.node) for each in kept), default=0)
    for each in kept:
        click.echo(
            f"{each.key[:10]}  {each.node:<{width}}  {told_size(each.size):>8}  "
            f"{duration(each.seconds):>8}  used {told_moment(each.used)}"
        )
    total = told_size(sum(each.size for each in kept))
    click.echo(f"{counted(len(kept), 'result')}, {total}")


@command.command()
@_PROJECT
@click.option("--max-size", default="5GB", show_default=True, help="What may stay, such as 500MB.")
def gc(project: Path, max_size: str) -> None:
    """Forget the results that were used longest ago, until the rest fits into the size."""
    from nb2pipe.runtime.cache.store import to_forget
    from nb2pipe.runtime.views.progress import counted
    from nb2pipe.runtime.views.sizes import told_size

    most = size(max_size)
    with store_of(project) as store:
        keys = to_forget(store.all(), most)
        freed = store.forget(keys)
    click.echo(f"forgot {counted(len(keys), 'result')}; files of {told_size(freed)} are gone")


def size(text: str) -> int:
    """Bytes from a size as people write it.

    >>> size("5GB"), size("1.5 k"), size("10")
    (5000000000, 1500, 10)
    """
    found = _SIZE.fullmatch(text)
    if found is None:
        raise UsageError(f"{text!r} is no size", cure="write it as 500MB or 5GB")
    return int(float(found[1]) * _UNITS[found[2].upper()])


@contextmanager
def store_of(project: Path) -> Iterator[Store]:
    """The store of the project in a folder."""
    from contextlib import closing

    from nb2pipe.runtime import find_project
    from nb2pipe.runtime.cache.store import Store
    from nb2pipe.runtime.database import connect

    folder = find_project(project)
    with closing(connect(folder)) as database:
        yield Store(folder, database)
