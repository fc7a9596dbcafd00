"""What git starts imports next to nothing: the list is held here, since each module costs time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nb2pipe.gitfilter.copies import BUNDLED, write_driver

OTHERS = {"__future__", "_json"}  # beside what `python -I -S` has loaded anyway
CORE = {
    "",
    ".driver",
    ".errors",
    ".layout",
    ".lookup",
    ".scan",
    ".settings",
    ".stripping",
    ".system",
    ".volatile",
}
STARTS = {
    "clean": (("n.ipynb",), CORE | {".clean", ".streams"}),
    "textconv": (("n.ipynb",), CORE | {".streams", ".show", ".rendering", ".roles"}),
    "process": ((), CORE | {".clean", ".packets", ".process", ".streams"}),
}
BUNDLE = f"start.{sys.implementation.cache_tag}"
REPORT = """
import sys
before = set(sys.modules)
sys.path.insert(0, {folder!r})
from gitfilter.driver import main
main({arguments!r})
print(*sorted(set(sys.modules) - before), file=sys.stderr)
"""


@pytest.mark.parametrize("verb", STARTS)
def test_a_start_imports_only_these(verb: str, tmp_path: Path, make) -> None:
    write_driver(tmp_path)
    (tmp_path / "n.ipynb").write_text(make.notebook(make.code("a", run=1)))
    arguments, ours = STARTS[verb]
    script = REPORT.format(folder=str(tmp_path), arguments=[verb, *arguments])
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script],
        cwd=tmp_path,
        input=(tmp_path / "n.ipynb").read_bytes() if verb == "clean" else b"",
        capture_output=True,
        check=True,
    )
    assert set(done.stderr.decode().split()) - OTHERS == {f"gitfilter{name}" for name in ours}


def test_a_file_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    write_driver(tmp_path)
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(tmp_path / "start.py"), "textconv", "gone.ipynb"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)


@pytest.mark.parametrize("verb", STARTS)
def test_all_that_a_start_imports_is_in_its_bundle(verb: str) -> None:
    bundled = {"" if name == "__init__" else f".{name}" for name in BUNDLED}
    assert STARTS[verb][1] <= bundled


@pytest.mark.parametrize(
    "bundle", [None, b"", b"of another Python"], ids=["none", "empty", "foreign"]
)
def test_without_its_bundle_a_start_imports_as_usual(bundle: bytes | None, tmp_path: Path) -> None:
    write_driver(tmp_path)
    (tmp_path / BUNDLE).unlink()
    if bundle is not None:
        (tmp_path / BUNDLE).write_bytes(bundle)
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(tmp_path / "start.py"), "clean", "n.ipynb"],
        input=b'{"cells": [{"outputs": [1]}]}',
        capture_output=True,
        check=True,
    )
    assert done.stdout == b'{"cells": [{"outputs": []}]}'
