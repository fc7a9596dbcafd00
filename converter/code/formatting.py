"""Formatting by ruff, over all files of a project at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from ...runtime.errors import Nb2pipeError

FIXED = "I,F401,F541,PLR0402,UP004,UP010,UP032,W605"
"""Rules whose fixes change nothing but the look of the user's code."""


def format_files(files: Mapping[str, str]) -> dict[str, str]:
    """Sort imports and format; what the user's own code breaks of ruff's rules gets its `noqa`."""
    with TemporaryDirectory(prefix="nb2pipe-") as folder:
        root = Path(folder)
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        _ruff(root, "check", "--select", FIXED, "--fix", "--exit-zero")
        _ruff(root, "format")
        _ruff(root, "check", "--add-noqa", "--exit-zero")
        return {name: (root / name).read_text(encoding="utf-8") for name in files}


def _ruff(root: Path, command: str, *options: str) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            command,
            "--isolated",
            "--quiet",
            "--no-cache",
            *options,
            ".",
        ],
        cwd=root,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Nb2pipeError(
            f"ruff could not {command} the generated code: {done.stderr.strip()[-300:]}",
            cure="report the notebook: the converter wrote code that is not Python",
        )
