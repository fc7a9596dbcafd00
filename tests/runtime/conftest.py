"""Small projects on disk, written by the test that needs them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from textwrap import dedent

import pytest

MakeProject = Callable[..., Path]

_number = count()

PYPROJECT = """
[project]
name = "{package}"
version = "0.1.0"

[tool.nb2pipe]
package = "{package}"
workdir = ".."
"""


@pytest.fixture
def make_project(tmp_path: Path) -> MakeProject:
    """Write a project whose package has a name of its own, unless the test gives one."""

    def make(nodes: str, pipeline: str, package: str | None = None, **files: str) -> Path:
        package = package or f"sample{next(_number)}"
        folder = tmp_path / f"{package}_{next(_number)}"
        content = {
            "pyproject.toml": PYPROJECT.format(package=package),
            f"{package}/__init__.py": "",
            f"{package}/nodes.py": dedent(nodes),
            f"{package}/pipeline.py": _pipeline(pipeline),
            **{name.replace("__", "/"): dedent(text) for name, text in files.items()},
        }
        for name, text in content.items():
            file = folder / (name if "." in name else f"{name}.yml")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return folder

    return make


def _pipeline(nodes: str) -> str:
    return (
        "from nb2pipe.runtime import Pipeline, node\n\nfrom . import nodes\n\n\n"
        f"def create_pipeline():\n    return Pipeline([{nodes}])\n"
    )
