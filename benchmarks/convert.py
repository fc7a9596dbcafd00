"""What it costs to promote a notebook, beside nbconvert making a script of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from .measuring import Row, cpu_of, in_turns
from .notebook_cells import notebook_of

SAMPLE = Path(__file__).parents[1] / "sample_notebooks" / "spaceflights.ipynb"
LENGTHS = (100, 200)


def measure() -> list[Row]:
    """CPU seconds of the commands, for the sample and for notebooks of several lengths."""
    with TemporaryDirectory() as scratch:
        generated = [_write(Path(scratch), length) for length in LENGTHS]
        return [
            _measured("the sample", SAMPLE, Path(scratch)),
            *(_measured(f"{path.stem} cells", path, Path(scratch)) for path in generated),
        ]


def _write(folder: Path, length: int) -> Path:
    path = folder / f"{length}.ipynb"
    path.write_text(json.dumps(notebook_of(length)), encoding="utf-8")
    return path


def _measured(what: str, notebook: Path, scratch: Path) -> Row:
    ours = [sys.executable, "-m", "nb2pipe", "convert", "--auto", "--overwrite"]
    theirs = [sys.executable, "-m", "nbconvert", "--to", "script", "--output-dir", str(scratch)]
    project = scratch / f"project_{notebook.stem}"
    mine, peer = in_turns(
        lambda: cpu_of([*ours, str(notebook), "-o", str(project)]),
        lambda: cpu_of([*theirs, str(notebook)]),
    )
    return Row(what, mine, peer, "jupyter nbconvert --to script")
