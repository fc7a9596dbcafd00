"""The commands of `nb2pipe` behind `%pipeline`, in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from ..runtime.errors import Nb2pipeError, UsageError


def project_of(notebook: Path) -> Path:
    """Where `convert` writes the project of a notebook, unless it is told another folder."""
    from ..converter.promote import package_name

    return notebook.parent / package_name(None, notebook)


SUBCOMMANDS: dict[str, Callable[[Path], Path]] = {
    "convert": lambda notebook: notebook,
    "run": project_of,
    "viz": project_of,
}
"""Each command, and what it works on where nothing is named: the notebook or its project."""


def run_subcommand(name: str, words: Sequence[str], notebook: Path | None) -> None:
    """Run `nb2pipe NAME WORDS`, and print what it prints while it runs.

    Raises Nb2pipeError where it fails.
    """
    if not words or words[0].startswith("-"):
        words = [_default(name, notebook), *words]
    status = _stream([sys.executable, "-P", "-m", "nb2pipe", name, *words])
    if status:
        raise Nb2pipeError(
            f"`nb2pipe {name}` ended with status {status}", cure="read what it says above"
        )


def _default(name: str, notebook: Path | None) -> str:
    if notebook is None:
        raise UsageError(
            f"`%pipeline {name}` cannot tell which file this notebook is",
            cure=f"write it behind: `%pipeline {name} PATH`",
        )
    return os.path.relpath(SUBCOMMANDS[name](notebook))


def _stream(command: Sequence[str]) -> int:
    environment = os.environ | {"PYTHONUTF8": "1"}
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env=environment,
    ) as process:
        for line in process.stdout or ():
            print(line, end="")
    return process.returncode
