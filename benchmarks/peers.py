"""Peers, each in a virtual environment of its own, made when it is first measured.

They stand in the folder that NB2PIPE_PEERS names, or in the user's cache.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from platformdirs import user_cache_path

# No peer is to call home while it is measured.
QUIET = {"DO_NOT_TRACK": "1", "KEDRO_DISABLE_TELEMETRY": "1"}


@cache
def peer(name: str, *packages: str) -> Path | None:
    """The folder with the programs of a peer, or None where it cannot be installed."""
    root = Path(os.environ.get("NB2PIPE_PEERS") or user_cache_path("nb2pipe") / "peers")
    programs = root / name / "bin"
    if programs.is_dir() or _install(root / name, packages or (name,)):
        return programs
    return None


def _install(folder: Path, packages: tuple[str, ...]) -> bool:
    made = subprocess.run([sys.executable, "-m", "venv", folder], check=False)
    pip = [folder / "bin" / "pip", "install", "-qq", *packages]
    return made.returncode == 0 and subprocess.run(pip, check=False).returncode == 0
