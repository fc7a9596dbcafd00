"""Build hook: the link tree of an editable install, and the panel for JupyterLab.

The panel is built with Node where that is there, taken as it lies where it was built before (as in
an sdist), and left out with a warning otherwise. NB2PIPE_LABEXT=require makes its absence an
error, NB2PIPE_LABEXT=skip never builds it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FRONT = "front"
LAB = "labextension"
SHARE = "share/jupyter/labextensions/nb2pipe"
SERVER = "jupyter-config/jupyter_server_config.d"
SOURCES = ("src", "style", "schema")


class CustomBuildHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if version == "editable":
            folders = self.build_config.target_config["only-include"]
            link_tree(root, [name for name in folders if "/" not in name])
        built = self.build_panel(root / LAB)
        if self.target_name == "wheel":
            build_data["shared_data"] |= shared_data(built)

    def build_panel(self, folder: Path) -> bool:
        """Build the panel where it is out of date; says whether there is one."""
        mode = os.environ.get("NB2PIPE_LABEXT", "auto")
        problem = None
        if mode != "skip" and not self.is_built(folder):
            problem = npm_build(folder)
        there = (folder / "static_ext" / "package.json").is_file()
        if mode == "skip":
            return there
        if mode == "require" and (problem or not there):
            raise RuntimeError(f"the JupyterLab panel was not built: {problem or 'it is missing'}")
        if problem or not there:
            old = "an older one is taken" if there else "this install has none"
            self.app.display_warning(f"the JupyterLab panel was not built, {old}: {problem}")
        return there

    def is_built(self, folder: Path) -> bool:
        """Whether what was built is as new as its sources; an sdist has no need of Node."""
        out = folder / "static_ext" / "package.json"
        if not out.is_file():
            return False
        in_sdist = (folder.parent / "PKG-INFO").is_file()
        return in_sdist or out.stat().st_mtime >= newest(sources(folder))


def sources(folder: Path) -> Iterable[Path]:
    yield from (folder / "package.json", folder / "package-lock.json", folder / "tsconfig.json")
    for name in SOURCES:
        yield from (folder / name).rglob("*")


def newest(paths: Iterable[Path]) -> float:
    return max((path.stat().st_mtime for path in paths if path.is_file()), default=0.0)


def npm_build(folder: Path) -> str | None:
    """Build the panel; gives what went wrong."""
    npm = shutil.which("npm")
    if npm is None:
        return "npm (of Node.js) is not on the PATH"
    steps = [] if (folder / "node_modules").is_dir() else [["ci", "--no-audit", "--no-fund"]]
    for step in [*steps, ["run", "build:prod"]]:
        done = subprocess.run([npm, *step], cwd=folder, capture_output=True, text=True)
        if done.returncode:
            said = (done.stdout + done.stderr).strip()
            return f"`npm {' '.join(step)}` failed: {said[-2000:]}"
    return None


def shared_data(built: bool) -> dict[str, str]:
    """What an install puts beside the package: it enables the server's part, and brings the panel."""
    data = {f"{LAB}/{SERVER}": "etc/jupyter/jupyter_server_config.d"}
    if built:
        data |= {f"{LAB}/static_ext": SHARE, f"{LAB}/install.json": f"{SHARE}/install.json"}
    return data


def link_tree(root: Path, folders: list[str]) -> None:
    """Make `.dev/nb2pipe`, where each folder of the repository stands under its package name."""
    package = root / ".dev" / "nb2pipe"
    shutil.rmtree(package, ignore_errors=True)
    package.mkdir(parents=True)
    links = {entry.name: entry for entry in (root / FRONT).iterdir() if entry.name != "__pycache__"}
    links |= {name: root / name for name in folders if name != FRONT}
    for name, target in sorted(links.items()):
        relative = Path("..", "..", target.relative_to(root))
        (package / name).symlink_to(relative, target_is_directory=target.is_dir())
