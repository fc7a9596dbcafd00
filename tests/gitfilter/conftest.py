"""Real repositories of real git, apart from whatever the user has set up."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from nb2pipe.gitfilter.install import install
from nb2pipe.gitfilter.places import repository_at

PNG = {"data": {"image/png": "iVBORw0KGgo=\n"}, "metadata": {}, "output_type": "display_data"}


def code(
    source: str, cell_id: str = "c0", *, run: int | None = None, **extra: Any
) -> dict[str, Any]:
    """A code cell; with `run` it was executed and shows something."""
    text = {"name": "stdout", "output_type": "stream", "text": [f"SECRET {run}\n"]}
    return {
        "cell_type": "code",
        "execution_count": run,
        "id": cell_id,
        "metadata": {},
        "outputs": [text, PNG] if run else [],
        "source": source.splitlines(keepends=True),
        **extra,
    }


def markdown(source: str, cell_id: str = "m0") -> dict[str, Any]:
    lines = source.splitlines(keepends=True)
    return {"cell_type": "markdown", "id": cell_id, "metadata": {}, "source": lines}


def notebook(*cells: dict[str, Any], **metadata: Any) -> str:
    """A notebook's text, spelled as Jupyter spells it."""
    document = {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


class Make:
    """The builders above, for tests."""

    code = staticmethod(code)
    markdown = staticmethod(markdown)
    notebook = staticmethod(notebook)


class Repository:
    """A repository in a folder, driven by the git command."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def git(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            ["git", *arguments], cwd=self.path, capture_output=True, text=True, check=False
        )
        if check and done.returncode:
            raise AssertionError(f"git {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done

    def says(self, *arguments: str) -> str:
        return self.git(*arguments).stdout

    def write(self, name: str, text: str) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        return path

    def read(self, name: str) -> str:
        return (self.path / name).read_bytes().decode("utf-8")

    def commit(self, message: str = "work") -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def blob(self, name: str, revision: str = "HEAD") -> str:
        return self.git("show", "--no-textconv", f"{revision}:{name}").stdout

    def status(self) -> str:
        return self.says("status", "--porcelain")


@pytest.fixture
def make() -> type[Make]:
    return Make


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, so that no configuration of the user's reaches git."""
    home = tmp_path / "home"
    home.mkdir()
    for name in [name for name in os.environ if name.startswith(("GIT_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (home / ".gitconfig").write_text(
        "[user]\n\tname = A\n\temail = a@example.org\n[init]\n\tdefaultBranch = main\n"
    )
    return home


@pytest.fixture
def bare_repository(alone: Path, tmp_path: Path) -> Repository:
    """A repository in which nothing is installed; its folder's name has a space and an accent."""
    path = tmp_path / "the r\u00e9po's"
    path.mkdir()
    repository = Repository(path)
    repository.git("init", "-q")
    return repository


@pytest.fixture
def repository(bare_repository: Repository) -> Repository:
    """A repository with the drivers installed and their attributes committed."""
    install(repository_at(str(bare_repository.path)))
    bare_repository.commit("attributes")
    return bare_repository


@pytest.fixture
def open_repository() -> type[Repository]:
    """For a second repository beside the first."""
    return Repository
