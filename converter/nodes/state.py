"""State outside variables: random generators and files, as names that flow like any other.

Such a name begins with `@`, which no variable does: `@numpy` is the state of numpy's global
generator, `@file:out.txt` a file that code writes, `@files` whatever a command may have written,
`@folder` the working folder, `@class:Account` what a class keeps for all of its instances,
`@figure:3` the figure that cell 3 opened and others draw on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..flow.facts import Effect

GENERATORS = ("numpy", "random", "torch")
ANY_FILE = "@files"
FOLDER = "@folder"
STUCK = ("@class:", "@figure:")
"""How the names of states begin that cannot be carried from node to node."""


@dataclass(slots=True)
class State:
    """What cells have done so far to the world outside variables."""

    seeded: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    """The working folder, and the classes and figures that cells changed."""
    writes: Counter[str] = field(default_factory=Counter)
    """How often each file will be written from here on."""

    def step(self, effects: Iterable[Effect]) -> tuple[dict[str, None], dict[str, None]]:
        """The state that one cell takes and gives, by what its statements do."""
        takes: dict[str, None] = {}
        gives: dict[str, None] = {}
        for effect in effects:
            if effect.kind == "seed":
                gives[f"@{effect.what}"] = None
                self.seeded.add(effect.what)
            elif effect.kind == "random" and effect.what in self.seeded:
                if f"@{effect.what}" not in gives:
                    takes[f"@{effect.what}"] = None
                gives[f"@{effect.what}"] = None
            elif effect.kind in ("folder", "class", "figure"):
                name = FOLDER if effect.kind == "folder" else f"@{effect.kind}:{effect.what}"
                takes |= dict.fromkeys({name} & self.moved - gives.keys())
                if name == FOLDER:  # it may be one that a cell has just made
                    takes |= dict.fromkeys(self._read(None, gives))
                gives[name] = None
            elif effect.kind in ("located", "sees"):
                name = FOLDER if effect.kind == "located" else f"@class:{effect.what}"
                takes |= dict.fromkeys({name} & self.moved - gives.keys())
            elif effect.kind == "reads":
                read = self._read(effect.path, gives)
                takes |= dict.fromkeys(read)  # whoever writes it next waits until it was read
                gives |= dict.fromkeys(each for each in read if self.writes[each] > 0)
            elif effect.kind in ("writes", "files"):
                takes |= dict.fromkeys(self._read(effect.path, gives))
                name = _file(effect.path)
                self.writes[name] -= 1
                gives[name] = None
        self.written |= {name for name in gives if name.startswith("@file")}
        self.moved |= {name for name in gives if name == FOLDER or name.startswith(STUCK)}
        return takes, gives

    @classmethod
    def before(cls, effects: Iterable[Effect]) -> State:
        """The state above the first cell; `effects` are those of all cells."""
        paths = (each.path for each in effects if each.kind in ("writes", "files"))
        return cls(writes=Counter(map(_file, filter(None, paths))))

    def _read(self, path: str | None, gives: dict[str, None]) -> list[str]:
        """The written things that reading `path` may see."""
        seen = self.written if path is None else self.written & {_file(path), ANY_FILE}
        return sorted((seen | self.moved & {FOLDER}) - gives.keys())


def _file(path: str | None) -> str:
    return f"@file:{path}" if path else ANY_FILE


def variable_of(name: str) -> str:
    """The variable that carries a state through functions.

    >>> variable_of("@numpy"), variable_of("@file:out/model.pkl")
    ('numpy_random_state', 'out_model_pkl_file')
    """
    if name in (ANY_FILE, FOLDER):
        return "written_files" if name == ANY_FILE else "working_folder"
    kind, _, path = name[1:].partition(":")
    if kind != "file":
        return "python_random_state" if kind == "random" else f"{kind}_random_state"
    # with its folders, for files of one name lie in several of them
    stem = "".join(letter if letter.isalnum() else "_" for letter in path)
    stem = stem.strip("_").lower() or "written"
    return f"{stem if stem[0].isalpha() else f'file_{stem}'}_file"
