"""Where git keeps its own files, found without starting git."""

from __future__ import annotations

import os

OWN = "nb2pipe"  # the folder under the git directory that is ours


def common_git_dir(start: str = ".") -> str | None:
    """The git directory that all worktrees of the repository around `start` share, if any."""
    git_dir = os.environ.get("GIT_DIR") or _git_dir_above(os.path.abspath(start))
    if git_dir is None:
        return None
    shared = _first_line(os.path.join(git_dir, "commondir"))
    return os.path.join(git_dir, shared) if shared else git_dir


def _git_dir_above(folder: str) -> str | None:
    while True:
        found = os.path.join(folder, ".git")
        if os.path.isdir(found):
            return found
        if pointer := _first_line(found):  # a worktree or a submodule
            return os.path.join(folder, pointer.removeprefix("gitdir: "))
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def _first_line(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.readline().rstrip("\n")
    except OSError:
        return ""
