"""What git costs with notebooks: each filter on the same 300 notebooks, and one large notebook.

CPU seconds of git and of all that it starts. `nbstripout` starts a Python that imports nbformat
for each file, so it is measured on thirty notebooks.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from nb2pipe.gitfilter.copies import write_driver
from nb2pipe.gitfilter.install import install
from nb2pipe.gitfilter.places import repository_at
from nb2pipe.gitfilter.stripping import strip

from .git_notebooks import notebook_text, write_notebooks
from .measuring import Row, cpu_of, in_turns, told_by
from .peers import peer

COUNT, FEW = 300, 30
LARGE = 58_000_000
BIG = (300_000, 2_000_000)  # figures of a screen that shows two dots for one
ATTRIBUTES = "*.ipynb filter=other diff=other\n"
JSON = "import json, sys; t = sys.stdin.buffer.read(); sys.stdout.write(json.dumps(json.loads(t)))"


def measure() -> Iterator[Row]:
    """Rows for `git add`, `status`, `diff` and `checkout`, for one start, and for a large file."""
    with TemporaryDirectory(prefix="nb2pipe-git-") as folder:
        yield from _on_many(Path(folder))
        yield from _on_few(Path(folder))
        yield from _one_start(Path(folder))
        yield from _large(Path(folder))


PEAK = """
import os, sys
child = os.fork()
if not child:
    os.dup2(os.open(sys.argv[1], os.O_RDONLY), 0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.execv(sys.argv[2], sys.argv[2:])
print(os.wait4(child, 0)[2].ru_maxrss)
"""


class Bench:
    """A work tree of notebooks whose repository is made anew for each measurement."""

    def __init__(self, folder: Path, set_up: Callable[[Path], None]) -> None:
        self.folder = folder
        self._set_up = set_up

    def git(self, *arguments: str) -> float:
        return cpu_of(["git", "-C", str(self.folder), *arguments])

    def add(self) -> float:
        """Add all notebooks to a repository that has none."""
        shutil.rmtree(self.folder / ".git", ignore_errors=True)
        self.git("init", "-q")
        self._set_up(self.folder)
        self.git("add", ".gitattributes")
        return self.git("add", ".")

    def touched(self, command: str) -> float:
        """Look at notebooks of which git must find out whether they have changed."""
        stamp = time.time() + 9
        for path in self.folder.glob("*.ipynb"):
            os.utime(path, (stamp, stamp))
        return self.git(command)

    def commit(self) -> None:
        self.git("-c", "user.name=a", "-c", "user.email=a", "commit", "-q", "-m", "all")

    def checkout(self) -> float:
        for path in self.folder.glob("*.ipynb"):
            path.unlink()
        return self.git("checkout", "-q", "--", ".")


def _nothing(folder: Path) -> None:
    (folder / ".gitattributes").write_text("")


def _ours(folder: Path) -> None:
    install(repository_at(str(folder)))


def _other(program: Path, *options: str) -> Callable[[Path], None]:
    def set_up(folder: Path) -> None:
        (folder / ".gitattributes").write_text(ATTRIBUTES)
        rows = {"clean": " ".join([str(program), *options]), "smudge": "cat", "required": "true"}
        for key, value in rows.items():
            subprocess.run(
                ["git", "-C", str(folder), "config", f"filter.other.{key}", value], check=True
            )

    return set_up


def _on_many(folder: Path) -> Iterator[Row]:
    """Ours beside nbstripout-fast, beside no filter, and beside the floor."""
    ours, fast = Bench(folder / "ours", _ours), _fast(folder / "fast", COUNT)
    plain, floor = Bench(folder / "plain", _nothing), Bench(folder / "floor", _nothing)
    for bench in (ours, plain):
        write_notebooks(bench.folder, COUNT)
    _write_stripped(ours.folder, floor.folder)
    name = "nbstripout-fast"
    yield Row("git add, 300 notebooks", *in_turns(ours.add, fast and fast.add, 3), name)
    yield Row("", *in_turns(ours.add, plain.add, 3), "no filter, outputs committed")
    yield Row("", *in_turns(ours.add, floor.add, 3), "the floor: stripped before")
    for bench in filter(None, (ours, fast, floor, plain)):
        bench.commit()
    for command in ("status", "diff"):
        looks = [bench and _look(bench, command) for bench in (ours, fast)]
        yield Row(f"git {command}, all touched", *in_turns(looks[0] or ours.add, looks[1], 3), name)
    yield Row(
        "git checkout", *in_turns(ours.checkout, floor.checkout, 3), "no filter, stripped files"
    )
    yield Row("", *in_turns(ours.checkout, plain.checkout, 3), "no filter, with outputs")
    yield Row("", *in_turns(ours.checkout, fast and fast.checkout, 3), name)


def _look(bench: Bench, command: str) -> Callable[[], float]:
    return lambda: bench.touched(command)


def _fast(folder: Path, count: int) -> Bench | None:
    programs = peer("nbstripout-fast")
    if programs is None:
        return None
    write_notebooks(folder, count)
    return Bench(folder, _other(programs / "nbstripout-fast"))


def _write_stripped(source: Path, target: Path) -> None:
    target.mkdir()
    for path in source.glob("*.ipynb"):
        (target / path.name).write_bytes(strip(path.read_bytes()))


def _on_few(folder: Path) -> Iterator[Row]:
    programs = peer("nbstripout")
    ours, slow = Bench(folder / "few", _ours), Bench(folder / "slow", _nothing)
    for bench in (ours, slow):
        write_notebooks(bench.folder, FEW)
    if programs:
        slow = Bench(slow.folder, _other(programs / "nbstripout"))
    yield Row(
        f"git add, {FEW} notebooks",
        *in_turns(ours.add, slow.add if programs else None, 1),
        "nbstripout",
    )


def _one_start(folder: Path) -> Iterator[Row]:
    """A start of the driver for one small notebook, beside a Python that does nothing."""
    driver = _driver(folder)
    small = folder / "small.ipynb"
    small.write_bytes(strip(notebook_text(1, 1).encode()))
    for verb in ("clean", "textconv"):
        yield Row(
            f"one start of {verb}",
            *in_turns(
                lambda verb=verb: _wall_free([*driver, verb, str(small)], small),
                lambda: _wall_free([*driver[:3], "-c", "pass"], small),
                7,
            ),
            "python -I -S -c pass",
        )


def _driver(folder: Path) -> list[str]:
    write_driver(folder / "driver")
    python = getattr(sys, "_base_executable", sys.executable)
    return [python, "-I", "-S", str(folder / "driver" / "start.py")]


def _wall_free(command: list[str], source: Path, times: int = 20) -> float:
    """CPU seconds of one start, as the mean of several: the clock of the kernel is coarse."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(times):
        with _from(source) as file:
            subprocess.run(command, stdin=file, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    return used / times


@contextmanager
def _from(path: Path) -> Iterator[int]:
    """A descriptor that reads a file."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _large(folder: Path) -> Iterator[Row]:
    """One notebook of 59 MB: time beside json, memory beside the file."""
    large = folder / "large.ipynb"
    large.write_text(notebook_text(0, LARGE, images=BIG), encoding="utf-8")
    command = [*_driver(folder), "clean", "large.ipynb"]
    json_command = [command[0], "-I", "-S", "-c", JSON]
    size = large.stat().st_size
    yield Row(
        f"one notebook of {size / 1e6:.0f} MB",
        *in_turns(
            lambda: _wall_free(command, large, 1), lambda: _wall_free(json_command, large, 1), 3
        ),
        "json parse and dump",
    )
    empty = folder / "empty.ipynb"
    empty.write_text('{"cells": []}')
    extra = _peak(command, large) - _peak(command, empty)
    yield Row("its memory, beyond a start's", extra / 1e6, size / 1e6, "the file", "MB")


def _peak(command: list[str], source: Path) -> float:
    """The most bytes that a command held at once, seen by a small process.

    Linux counts what a process held before it became the command, so this one cannot look.
    """
    return told_by([command[0], "-I", "-S", "-c", PEAK, str(source), *command]) * 1024
