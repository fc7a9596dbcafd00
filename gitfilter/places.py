"""Where an installation stands: in one repository, or in the user's own configuration."""

from __future__ import annotations

from os import environ
from pathlib import Path

from .command import ask, git
from .errors import GitError
from .repository import OWN
from .wiring import IN_REPOSITORY, at_folder


class Place:
    """The files that an installation touches, and how git starts the driver there."""

    __slots__ = ("attributes", "config", "cwd", "folder", "hook", "scope", "start")

    def __init__(
        self,
        *,
        scope: str,
        cwd: Path,
        config: Path,
        attributes: Path,
        folder: Path,
        hook: Path | None,
        start: str,
    ) -> None:
        self.scope = scope  # git config's option
        self.cwd = cwd  # where git is run
        self.config = config
        self.attributes = attributes
        self.folder = folder  # of the driver
        self.hook = hook
        self.start = start  # how git's commands for the driver begin


def repository_at(cwd: str = ".") -> Place:
    """The repository around `cwd`; raises `GitError` where there is none."""
    top = ask("rev-parse", "--show-toplevel", cwd=cwd)
    if not top:
        raise GitError("this is not a git work tree", cure="run `git init`, or go to a repository")
    common = Path(top, ask("rev-parse", "--git-common-dir", cwd=top) or ".git")
    hooks = Path(top, ask("rev-parse", "--git-path", "hooks", cwd=top) or ".git/hooks")
    return Place(
        scope="--local",
        cwd=Path(top),
        config=common / "config",
        attributes=Path(top, ".gitattributes"),
        folder=common / OWN,
        hook=hooks / "pre-commit",
        start=IN_REPOSITORY,
    )


def users_own() -> Place:
    """The user's own configuration, which holds for all repositories."""
    home = Path.home()
    settings = Path(environ.get("XDG_CONFIG_HOME") or home / ".config", "git")
    chosen = ask("config", "--global", "--type=path", "core.attributesFile", cwd=str(home))
    folder = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share", OWN, "git")
    return Place(
        scope="--global",
        cwd=home,
        config=_users_config(home, settings),
        attributes=Path(chosen) if chosen else settings / "attributes",
        folder=folder,
        hook=None,
        start=at_folder(str(folder)),
    )


def _users_config(home: Path, settings: Path) -> Path:
    """The file that `git config --global` writes."""
    if chosen := environ.get("GIT_CONFIG_GLOBAL"):
        return Path(chosen)
    plain = home / ".gitconfig"
    other = settings / "config"
    return other if other.exists() and not plain.exists() else plain


def top_of(cwd: str = ".") -> str:
    """The top folder of the work tree around `cwd`."""
    return (
        git("rev-parse", "--show-toplevel", cwd=cwd).decode("utf-8", "surrogateescape").rstrip("\n")
    )
