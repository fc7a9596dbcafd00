"""What git starts imports next to nothing: the list is held here, since each module costs time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nb2pipe.gitfilter.copies import write_driver

# Beside what `python -I -S` has loaded anyway. `os` and its kin are frozen into the interpreter.
FROZEN = {
    "os",
    "stat",
    "posixpath",
    "genericpath",
    "_collections_abc",
    "ntpath",
    "_stat",
    "os.path",
}
SMALL = {"__future__", "_json", *FROZEN}
CORE = {
    "",
    ".driver",
    ".errors",
    ".volatile",
    ".settings",
    ".scan",
    ".layout",
    ".stripping",
    ".packets",
}
STARTS = {
    "clean": (("n.ipynb",), CORE | {".clean", ".oneshot"}),
    "textconv": (("n.ipynb",), CORE | {".clean", ".oneshot", ".show", ".rendering", ".roles"}),
    "process": ((), CORE | {".clean", ".process"}),
}
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
    assert set(done.stderr.decode().split()) - SMALL == {f"gitfilter{name}" for name in ours}
