"""What is written down of a run before it begins: parameters, code, versions."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ..pipeline.nodes import Node
from ..planning.preparing import Prepared

_NAME = re.compile(r"[\w.-]+")


def about(
    prepared: Prepared, git: Mapping[str, Any], runner: str, declared: Iterable[str] = ()
) -> dict[str, Any]:
    """Everything that a run depends on, as plain values; `declared` are a project's libraries."""
    return {
        "parameters": plain(prepared.parameters),
        "given": plain(prepared.given),
        "nodes": [node.name for node in prepared.pipeline],
        "graph": [_item(node) for node in prepared.pipeline],
        "runner": runner,
        "git": git,
        "versions": dict(sorted({**declared_versions(declared), **versions(prepared)}.items())),
        "pid": os.getpid(),
        "host": platform.node(),
        "command": [Path(sys.argv[0]).name, *sys.argv[1:]] if sys.argv[0] else [],
    }


def plain(value: Any) -> Any:
    """A value as JSON can hold it; what it cannot is shown as text."""
    return json.loads(json.dumps(value, default=repr))


def versions(prepared: Prepared) -> dict[str, str]:
    """The versions of Python and of the libraries that the nodes' modules use."""
    modules = {getattr(node.func, "__module__", None) for node in prepared.pipeline}
    names = {top for module in modules if module for top in _libraries(module)}
    found = {name: getattr(sys.modules.get(name), "__version__", None) for name in sorted(names)}
    known = {name: version for name, version in found.items() if isinstance(version, str)}
    return {"python": platform.python_version(), **known}


def declared_versions(names: Iterable[str]) -> dict[str, str]:
    """The versions of installed distributions, by the names under which they are known."""
    found = {name: _installed_version(name) for name in names}
    return {name: version for name, version in found.items() if version is not None}


def libraries_of(project: Path) -> tuple[str, ...]:
    """The distributions that a project's pyproject.toml says it needs."""
    import tomllib

    try:
        content = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
    needed = content.get("project", {}).get("dependencies", ())
    return tuple(found[0] for each in needed if (found := _NAME.match(str(each))))


@cache
def _installed_version(name: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _libraries(module: str) -> set[str]:
    content = vars(sys.modules[module]).values() if module in sys.modules else ()
    homes = {
        getattr(value, "__module__", None) or getattr(value, "__name__", "") for value in content
    }
    return {home.partition(".")[0] for home in homes if isinstance(home, str)}


def git_state(folder: Path) -> Mapping[str, Any]:
    """The commit that a folder is at, and whether something in it differs; empty without git."""
    try:
        told = _git(folder, "status", "--porcelain=v2", "--branch", "-uno", "--", ".").splitlines()
    except (OSError, subprocess.SubprocessError):
        return {}
    commits = [line.split()[-1] for line in told if line.startswith("# branch.oid")]
    if not commits or commits[0] == "(initial)":
        return {}
    return {"commit": commits[0], "dirty": any(not line.startswith("#") for line in told)}


def _git(folder: Path, *words: str) -> str:
    said = subprocess.run(
        ["git", "--no-optional-locks", "-C", folder, *words],
        capture_output=True,
        text=True,
        check=True,
        timeout=10,
    )
    return said.stdout.strip()


def _item(node: Node) -> list[Any]:
    return [node.name, list(node.inputs), list(node.outputs), node.namespace or ""]
