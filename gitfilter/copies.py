"""The driver that git starts: a copy of this package that needs no environment of its own."""

from __future__ import annotations

import os
import sys
from importlib.util import MAGIC_NUMBER
from marshal import dumps
from pathlib import Path

PACKAGE = Path(__file__).parent
NAME = "gitfilter"
BUNDLED = (  # what a start of `process`, `clean` or `textconv` imports
    "__init__",
    "clean",
    "driver",
    "errors",
    "layout",
    "lookup",
    "packets",
    "process",
    "rendering",
    "roles",
    "scan",
    "settings",
    "show",
    "streams",
    "stripping",
    "system",
    "volatile",
)
LAUNCHER = """#!/bin/sh
# Starts nb2pipe's git driver with the Python that installed it or, once that has gone, another.
here=${{0%/*}}
for python in {known}; do
  [ ! -x "$python" ] || exec "$python" -I -S "$here/start.py" "$@"
done
for python in python3 python3.14 python3.13 python3.12 python3.11 python; do
  if "$python" -I -S -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    exec "$python" -I -S "$here/start.py" "$@"
  fi
done
echo 'nb2pipe: git needs a Python 3.11 or later for notebooks, and finds none' >&2
echo '  help: install Python, then run `nb2pipe git install` again' >&2
exit 127
"""


def driver_files() -> dict[str, str]:
    """The files of the driver by their path in its folder; the same ones until the next release."""
    known = dict.fromkeys([getattr(sys, "_base_executable", sys.executable), sys.executable])
    quoted = " ".join("'" + path.replace("\\", "/").replace("'", "'\\''") + "'" for path in known)
    files = {
        f"{NAME}/{path.name}": path.read_text("utf-8") for path in sorted(PACKAGE.glob("*.py"))
    }
    start = files.pop(f"{NAME}/start.py")
    return files | {"start.py": start, "run": LAUNCHER.format(known=quoted)}


def write_driver(folder: Path) -> None:
    """Put the driver into `folder`, each file at once or not at all."""
    files = driver_files()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, text.encode("utf-8"))
    replace(folder / f"start.{sys.implementation.cache_tag}", _bundle(files))


def _bundle(files: dict[str, str]) -> bytes:
    """The modules of a start, compiled by this Python for `start.py`."""
    codes = {}
    for name in BUNDLED:
        path = f"{NAME}/{name}.py"
        module = NAME if name == "__init__" else f"{NAME}.{name}"
        codes[module] = dumps(compile(files[path], path, "exec", dont_inherit=True))
    return MAGIC_NUMBER + dumps(codes)


def is_current(folder: Path) -> bool:
    """Whether the driver in `folder` is the one that this release would write."""
    try:
        return all(
            (folder / name).read_text("utf-8") == text for name, text in driver_files().items()
        )
    except OSError:
        return False


def replace(path: Path, data: bytes, mode: int | None = None) -> None:
    """Write a file so that nobody ever sees half of it; its permissions stay, or become `mode`."""
    if mode is None and path.exists():
        mode = path.stat().st_mode
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    partial.write_bytes(data)
    if mode is not None:
        partial.chmod(mode)
    partial.replace(path)
