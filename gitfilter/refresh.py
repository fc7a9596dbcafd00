"""Clear notebooks that show as modified although what git would store of them is what it has."""

from __future__ import annotations

from .command import as_input, git, names
from .places import top_of

NOTEBOOKS = ":(top,glob)**/*.ipynb"


def refresh(paths: list[str] | None = None, *, cwd: str = ".") -> list[str]:
    """Tell git that re-run notebooks have not changed; returns the paths that were cleared.

    Nothing is staged: a notebook whose source differs from the index stays modified.
    """
    asked = names(
        git("ls-files", "--full-name", "-z", "-m", "--", *(paths or [NOTEBOOKS]), cwd=cwd)
    )
    modified = sorted({path for path in asked if path.endswith(".ipynb") and "\n" not in path})
    if not modified:
        return []
    top = top_of(cwd)
    stored = _stored(modified, top)
    would_be = _would_be(sorted(stored), top)
    same = [path for path in sorted(stored) if would_be.get(path) == stored[path]]
    if same:
        git("update-index", "-z", "--stdin", cwd=top, data=as_input(same))
    return same


def _stored(paths: list[str], top: str) -> dict[str, str]:
    """The object in the index of each file that is there and has no conflict."""
    literal = [f":(literal){path}" for path in paths]
    gone = set(names(git("ls-files", "-z", "-d", "--", *literal, cwd=top)))
    found = {}
    for line in names(git("ls-files", "--stage", "-z", "--", *literal, cwd=top)):
        described, _, path = line.partition("\t")
        _, blob, stage = described.split()
        if stage == "0" and path not in gone:
            found[path] = blob
    return found


def _would_be(paths: list[str], top: str) -> dict[str, str]:
    """The object that git would store of each file: its filter is started once for all."""
    listing = "".join(f"{_quoted(path)}\n" for path in paths).encode("utf-8", "surrogateescape")
    objects = git("hash-object", "--stdin-paths", cwd=top, data=listing).decode().split()
    return dict(zip(paths, objects, strict=True))


def _quoted(path: str) -> str:
    """A path as git reads it from a line: one that starts with a quote is taken as quoted."""
    if not path.startswith('"'):
        return path
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'
