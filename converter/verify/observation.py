"""What a run of a notebook showed: cell by cell, what was made, changed, shared and touched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Mark = str | None
"""A fingerprint; None where the value has no content to compare."""


@dataclass(frozen=True, slots=True)
class ValueType:
    """What kind of value a variable held."""

    type: str
    """As it is imported: `pandas.DataFrame`, `int`, `__main__.Company`."""
    shape: tuple[int, ...] = ()
    """Of an array or frame; the length of a container or text."""
    size: int = 0
    """Bytes, without what a container's items hold."""
    items: tuple[str, ...] = ()
    """The type of a container's items (a dict: of its keys, of its values); empty text where
    they have several."""
    literal: str = ""
    """The value as source text, where that is short and says all of it; arrays and tables are
    calls of `np` and `pd`."""


@dataclass(frozen=True, slots=True)
class Files:
    """Files that were read and written; relative to the notebook's folder where near it."""

    written: Mapping[str, str | None] = field(default_factory=dict)
    """Made or changed, with a digest of their bytes; None where they cannot be read."""
    deleted: tuple[str, ...] = ()
    read: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CellObservation:
    """What one code cell did, as it was seen from outside right after it."""

    number: int
    id: str
    seconds: float = 0.0
    defined: Mapping[str, Mark] = field(default_factory=dict)
    """Variables that hold another object than before the cell."""
    changed: Mapping[str, Mark] = field(default_factory=dict)
    """Variables that hold the same object, with other content."""
    deleted: tuple[str, ...] = ()
    types: Mapping[str, ValueType] = field(default_factory=dict)
    """Of what was defined or changed."""
    unpicklable: Mapping[str, str] = field(default_factory=dict)
    """Why not, for each variable defined or changed that cannot be pickled."""
    sharing: tuple[tuple[str, str], ...] = ()
    """Pairs of variables that share mutable objects or memory after the cell."""
    code: tuple[str, ...] = ()
    """Names of functions, classes and modules after the cell, which have no content to compare."""
    random: tuple[str, ...] = ()
    """Global generators whose state changed: `random`, `numpy.random`, `torch`."""
    files: Files = Files()
    cwd: str | None = None
    """The working directory, where the cell changed it."""
    exit_status: int = 0
    """Of the cell's last shell command, for which Jupyter does not stop."""
    environment: Mapping[str, str | None] = field(default_factory=dict)
    """Environment variables set; None for those removed."""
    looked: tuple[str, ...] = ()
    """Variables that the cell changes by showing them, as only the run of a pipeline tells."""
    figures: tuple[int, ...] = ()
    """Numbers of pyplot's figures that are open after the cell."""
    paths: tuple[str, ...] = ()
    """Folders, as seen from the notebook's, that modules of the cell stand in and Python had not
    known before."""
    modules: tuple[str, ...] = ()
    """Top-level modules, not Python's own, that the cell was first to load."""

    @property
    def marks(self) -> dict[str, Mark]:
        return {**self.defined, **self.changed}


@dataclass(frozen=True, slots=True)
class Observation:
    """One run of a notebook from the top, or of as many cells as ran."""

    notebook: str
    kernel: str
    python: str = ""
    """The kernel's interpreter."""
    cells: tuple[CellObservation, ...] = ()
    seconds: float = 0.0
    """Of the cells themselves."""
    stands_for: str | None = None
    """The kernel that the notebook names, where another had to stand in for it."""

    @property
    def final(self) -> dict[str, Mark]:
        """Every variable that is there at the end."""
        return self.after(self.cells[-1].number) if self.cells else {}

    def after(self, number: int) -> dict[str, Mark]:
        """Every variable that is there after a cell, code without a fingerprint among them."""
        there: dict[str, Mark] = {}
        code: tuple[str, ...] = ()
        for cell in self.cells:
            if cell.number <= number:
                there |= cell.marks
                there = {name: mark for name, mark in there.items() if name not in cell.deleted}
                code = cell.code
        return there | dict.fromkeys(code)

    def is_stuck(self, name: str, number: int) -> bool:
        """Whether a variable, as it is after a cell, cannot be pickled."""
        touched = [cell for cell in self.cells if cell.number <= number and name in cell.marks]
        return bool(touched) and name in touched[-1].unpicklable

    def history(self, name: str) -> dict[int, Mark]:
        """A variable's fingerprint after each cell that made or changed it."""
        return {cell.number: cell.marks[name] for cell in self.cells if name in cell.marks}

    def without_values(self, refused: Callable[[str, int], bool]) -> Observation:
        """The same, without the text of the variables that are refused after a cell."""
        cells = tuple(
            replace(cell, types={
                name: replace(kind, literal="") if refused(name, cell.number) else kind
                for name, kind in cell.types.items()
            })
            for cell in self.cells
        )  # fmt: skip
        return replace(self, cells=cells)

    def with_look(self, name: str, number: int) -> Observation:
        """The same, but the cell that made a variable changed it, too, when it showed it."""
        return self._with_cell(number, lambda cell: replace(cell, looked=(*cell.looked, name)))

    def with_unpicklable(self, name: str, number: int, why: str) -> Observation:
        """The same, but a variable as it is after a cell cannot be pickled."""
        return self._with_cell(
            number, lambda cell: replace(cell, unpicklable={**cell.unpicklable, name: why})
        )

    def _with_cell(
        self, number: int, amended: Callable[[CellObservation], CellObservation]
    ) -> Observation:
        cells = tuple(amended(cell) if cell.number == number else cell for cell in self.cells)
        return replace(self, cells=cells)

    @property
    def types(self) -> dict[str, ValueType]:
        """Each variable's kind, as last seen."""
        return {name: kind for cell in self.cells for name, kind in cell.types.items()}

    @property
    def files(self) -> dict[str, str | None]:
        """Every file that the notebook wrote and left, by path, with its digest."""
        left: dict[str, str | None] = {}
        for cell in self.cells:
            left |= cell.files.written
            left = {path: mark for path, mark in left.items() if path not in cell.files.deleted}
        return left


def cell_from_json(report: Mapping[str, Any], cell: CellObservation) -> CellObservation:
    """Fill in what the probe reported about a cell."""
    files = report["files"]
    return replace(
        cell,
        **{name: report[name] for name in ("defined", "changed", "unpicklable", "environment")},
        **{
            name: tuple(report[name])
            for name in ("deleted", "random", "figures", "modules", "paths", "code")
        },
        types={name: type_from_json(found) for name, found in report["types"].items()},
        sharing=tuple((one, other) for one, other in report["sharing"]),
        files=Files(files["written"], tuple(files["deleted"]), tuple(files["read"])),
        cwd=report["cwd"],
        exit_status=report["exit_status"],
    )


def type_from_json(found: Mapping[str, Any]) -> ValueType:
    return ValueType(
        found["type"],
        tuple(found["shape"]),
        found["size"],
        tuple(found["items"]),
        found["literal"],
    )
