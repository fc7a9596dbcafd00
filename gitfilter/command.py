"""Git itself, as a command: for what only git knows."""

from __future__ import annotations

import subprocess

from .errors import GitError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SEPARATOR = "\0"


def git(
    *arguments: str, cwd: str = ".", data: bytes | None = None, env: Mapping[str, str] | None = None
) -> bytes:
    """Run git and return what it prints; raises `GitError` with what it says when it fails."""
    done = _run(arguments, cwd, data, env)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = said[0] if said else f"git {arguments[0]} ended with {done.returncode}"
        raise GitError(reason, cure="run this inside a git repository, with git on the PATH")
    return done.stdout


def ask(*arguments: str, cwd: str = ".") -> str | None:
    """What git prints, without its last line end; None where it has no answer."""
    done = _run(arguments, cwd, None, None)
    return None if done.returncode else done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")


def names(listing: bytes) -> list[str]:
    """The names in a listing that ends each with a NUL (`-z`)."""
    text = listing.decode("utf-8", "surrogateescape")
    return [name for name in text.split(SEPARATOR) if name]


def as_input(lines: Sequence[str]) -> bytes:
    """Names for git to read with `-z --stdin`."""
    return "".join(line + SEPARATOR for line in lines).encode("utf-8", "surrogateescape")


def _run(
    arguments: Sequence[str], cwd: str, data: bytes | None, env: Mapping[str, str] | None
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", *arguments], cwd=cwd, input=data, env=env, capture_output=True, check=False
        )
    except OSError as error:
        raise GitError(f"git cannot be started ({error})", cure="install git") from None
