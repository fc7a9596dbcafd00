"""The hooks of `.pre-commit-hooks.yaml`, run by the real pre-commit on real repositories."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

HOOKS = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"


@pytest.fixture
def with_hook(bare_repository, monkeypatch, tmp_path):
    """Give the repository one of our hooks; it runs the nb2pipe of this environment."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "cache"))
    scripts = Path(sys.executable).parent
    monkeypatch.setenv("PATH", f"{scripts}{os.pathsep}{os.environ['PATH']}")

    def give(name: str):
        hook = next(hook for hook in yaml.safe_load(HOOKS.read_text()) if hook["id"] == name)
        hook["language"] = "system"  # not built anew from this repository
        config = {"repos": [{"repo": "local", "hooks": [hook]}]}
        bare_repository.write(".pre-commit-config.yaml", yaml.safe_dump(config))
        bare_repository.git("add", "-A")
        return bare_repository

    return give


def run_hooks(repository) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files"],
        cwd=repository.path,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_strip_hook_fails_once_and_then_passes(with_hook, make) -> None:
    """A hook that changes a file fails the commit, so that the change is seen and staged."""
    repository = with_hook("nb2pipe-strip")
    repository.write("n.ipynb", make.notebook(make.code("a", run=1)))
    repository.git("add", "-A")
    assert run_hooks(repository).returncode == 1
    repository.git("add", "-A")
    assert run_hooks(repository).returncode == 0
    assert "SECRET" not in repository.says("show", ":n.ipynb")


def test_the_strip_hook_refuses_a_broken_notebook(with_hook) -> None:
    repository = with_hook("nb2pipe-strip")
    repository.write("n.ipynb", "{")
    repository.git("add", "-A")
    done = run_hooks(repository)
    assert (done.returncode, "n.ipynb:1:2" in done.stdout) == (1, True)


TAGGED = "%%node make\nx = 1", "%%node use\ny = x + 1"


def tagged(make, *sources: str) -> str:
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    cells = [make.code(source, f"c{number}") for number, source in enumerate(sources)]
    return make.notebook(*cells, kernelspec=spec)


def test_the_check_hook_fails_on_an_error_in_any_notebook(with_hook, make) -> None:
    repository = with_hook("nb2pipe-check")
    repository.write("a.ipynb", tagged(make, *TAGGED))
    repository.write("b.ipynb", tagged(make, "%%node broken\nx = = 1"))
    repository.git("add", "-A")
    done = run_hooks(repository)
    assert (done.returncode, "b.ipynb" in done.stdout) == (1, True)


def test_the_convert_hook_fails_once_the_notebook_says_something_else(with_hook, make) -> None:
    repository = with_hook("nb2pipe-convert")
    repository.write("a.ipynb", tagged(make, *TAGGED))
    repository.write("never_promoted.ipynb", tagged(make, "x = 1"))
    subprocess.run(["nb2pipe", "convert", "a.ipynb"], cwd=repository.path, check=True)
    repository.git("add", "-A")
    assert run_hooks(repository).returncode == 0
    repository.write("a.ipynb", tagged(make, TAGGED[0], "%%node use\ny = x + 2"))
    done = run_hooks(repository)
    assert (done.returncode, "is not what a.ipynb says" in done.stdout) == (1, True)
