"""What is set up for notebooks in a repository, and what is missing."""

from __future__ import annotations

from .command import as_input, ask, git, names
from .copies import is_current
from .errors import InvalidNotebookError
from .layout import read_layout
from .lookup import Lookup
from .places import repository_at, top_of, users_own
from .settings import Settings
from .stripping import edits
from .wiring import DRIVER, MARK

NOTEBOOKS = ":(top,glob)**/*.ipynb"


class Status:
    """The findings; `problems` is what a user should act on, a sentence and its cure each."""

    __slots__ = (
        "filtered",
        "global_driver",
        "hook",
        "local_driver",
        "outdated",
        "unfiltered",
        "with_outputs",
    )

    def __init__(self, cwd: str) -> None:
        here, own = repository_at(cwd), users_own()
        self.local_driver = (
            ask("config", "--local", f"filter.{DRIVER}.process", cwd=cwd) is not None
        )
        self.global_driver = (
            ask("config", "--global", f"filter.{DRIVER}.process", cwd=cwd) is not None
        )
        place = here if self.local_driver else own
        self.outdated = self.has_driver and not is_current(place.folder)
        self.hook = bool(here.hook and here.hook.is_file() and MARK in here.hook.read_text("utf-8"))
        self.filtered, self.unfiltered = _by_attribute(cwd)
        self.with_outputs = committed_with_outputs(cwd)

    @property
    def has_driver(self) -> bool:
        return self.local_driver or self.global_driver

    @property
    def problems(self) -> list[tuple[str, str]]:
        found = []
        if self.filtered and not self.has_driver:
            found.append(
                (
                    "the attributes ask for a filter that this clone does not have: outputs are staged",
                    "run `nb2pipe git install`",
                )
            )
        if self.outdated:
            found.append(
                ("the installed driver is not this release's", "run `nb2pipe git install`")
            )
        if self.has_driver and self.unfiltered:
            found.append(
                (
                    f"{len(self.unfiltered)} notebooks are not filtered",
                    "see `git check-attr filter`",
                )
            )
        if self.with_outputs:
            found.append(
                (
                    f"{len(self.with_outputs)} committed notebooks still have outputs",
                    "run `git add --renormalize .` and commit",
                )
            )
        return found


def committed_with_outputs(cwd: str = ".") -> list[str]:
    """The notebooks of HEAD that hold outputs which the project does not keep."""
    top = top_of(cwd)
    if ask("rev-parse", "--verify", "HEAD", cwd=top) is None:
        return []
    lookup = Lookup()
    found = []
    for line in names(git("ls-tree", "-r", "-z", "HEAD", cwd=top)):
        described, _, path = line.partition("\t")
        mode, kind, blob = described.split()
        if kind == "blob" and mode != "120000" and path.endswith(".ipynb"):
            text = git("cat-file", "blob", blob, cwd=top).decode("latin-1")
            if _has_outputs(text, lookup.settings_for(f"{top}/{path}")):
                found.append(path)
    return found


def _has_outputs(text: str, settings: Settings) -> bool:
    try:
        layout = read_layout(text)
    except InvalidNotebookError:
        return False
    changes = edits(text, layout, settings)
    outputs = [m for cell in layout.cells for m in cell.members if m.key == "outputs"]
    return any(m.value <= start < m.end for m in outputs for start, _, _ in changes)


def _by_attribute(cwd: str) -> tuple[list[str], list[str]]:
    """The tracked notebooks that our filter is asked for, and the others."""
    tracked = names(git("ls-files", "-z", "--", NOTEBOOKS, cwd=cwd))
    if not tracked:
        return [], []
    said = names(git("check-attr", "-z", "--stdin", "filter", cwd=cwd, data=as_input(tracked)))
    paths, values = said[::3], said[2::3]
    ours = [path for path, value in zip(paths, values, strict=True) if value == DRIVER]
    return ours, [path for path in paths if path not in set(ours)]
