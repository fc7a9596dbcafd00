"""A project of twenty nodes in two modules, and eleven edits of it with what each has to run."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PARTS = ("first", "second")


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the project: which nodes have to run after it, and what the last one gives."""

    what: str
    apply: Callable[[Path], None]
    runs: int
    adds: int = 0  # to the result


def write_twenty(folder: Path) -> None:
    """Write the project; node 10 is edited, 11 reads a constant, 12 and 17 helpers, 14 a parameter."""
    lines = {
        1: "x['value']",
        11: "x + OFFSET",
        12: "same(x)",
        14: "x + size",
        17: "other(x)",
    }
    first = ["", "", "def other(x):", '    """Add one."""', "    return x + 1"]
    second = [
        "from .first import other",
        "",
        "OFFSET = 1",
        "",
        "",
        "def same(x):",
        "    return x + 1",
    ]
    for number in range(1, 21):
        given = "x, size" if number == 14 else "x"
        part = first if number <= 10 else second
        part += ["", "", f"def n{number}({given}):", f"    return {lines.get(number, 'x + 1')}"]
    nodes = "".join(f"            {_node(number)},\n" for number in range(1, 21))
    pipeline = (
        "from nb2pipe.runtime import Pipeline, node\n\nfrom . import first, second\n\n\n"
        f"def create_pipeline():\n    return Pipeline(\n        [\n{nodes}        ]\n    )\n"
    )
    files = {
        "pyproject.toml": '[tool.nb2pipe]\npackage = "twenty"\n',
        "twenty/__init__.py": "",
        "twenty/first.py": "\n".join(first).lstrip() + "\n",
        "twenty/second.py": "\n".join(second) + "\n",
        "twenty/pipeline.py": pipeline,
        "conf/base/parameters.yml": "size: 1\n",
        "conf/base/catalog.yml": "d0: {type: json.JSONDataset, filepath: data.json}\n",
        "data.json": json.dumps({"value": 0}),
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")


def _node(number: int) -> str:
    given = f'["d{number - 1}", "params:size"]' if number == 14 else f'"d{number - 1}"'
    return f'node({PARTS[number > 10]}.n{number}, {given}, "d{number}")'


def replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    """An edit of one place of a file."""

    def apply(folder: Path) -> None:
        content = (folder / file).read_text(encoding="utf-8")
        if content.count(old) != 1:
            raise ValueError(f"{old!r} stands {content.count(old)} times in {file}")
        (folder / file).write_text(content.replace(old, new), encoding="utf-8")

    return apply


def touched(folder: Path) -> None:
    """The data with a new time and the same content."""
    os.utime(folder / "data.json")


def unchanged(folder: Path) -> None:
    """No edit at all."""


BODY = "def n10(x):\n    return x + 1"
FAILING = replaced(
    "twenty/second.py", "def n15(x):\n    return x + 1", "def n15(x):\n    return x / 0"
)
MENDED = replaced("twenty/second.py", "return x / 0", "return x + 1")

EDITS = (
    Edit("no change", unchanged, 0),
    Edit("body of node 10", replaced("twenty/first.py", BODY, BODY.replace("x + 1", "x + 2")), 11, 1),
    Edit("node 10, same output", replaced("twenty/first.py", BODY, BODY.replace("x + 1", "1 + x")), 1),
    Edit("a comment", replaced("twenty/first.py", BODY, BODY + "  # one more"), 0),
    Edit("helper, same module", replaced("twenty/second.py", "def same(x):\n    return x + 1", "def same(x):\n    return x + 2"), 9, 1),
    Edit("helper, other module", replaced("twenty/first.py", '"""Add one."""\n    return x + 1', '"""Add two."""\n    return x + 2'), 4, 1),
    Edit("module constant", replaced("twenty/second.py", "OFFSET = 1", "OFFSET = 2"), 10, 1),
    Edit("parameter", replaced("conf/base/parameters.yml", "size: 1", "size: 2"), 7, 1),
    Edit("input data", replaced("data.json", "0", "1"), 20, 1),
    Edit("data touched", touched, 0),
    Edit("failed at 15, mended", MENDED, 6),
)  # fmt: skip
