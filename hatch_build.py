"""Build hook: the link tree that makes an editable install follow the folders' mapping."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FRONT = "front"


class CustomBuildHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            folders = self.build_config.target_config["only-include"]
            link_tree(Path(self.root), [name for name in folders if "/" not in name])


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
