"""A notebook as the converter sees it: cells of text, read from disk without nbformat."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...runtime.errors import UsageError


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `number` is what Jupyter shows as `[n]` after a run from the top."""

    index: int
    """Position among all cells, from 0."""
    id: str
    kind: str
    """`code`, `markdown` or `raw`."""
    source: str
    number: int = 0
    """Count among the code cells that are not empty, from 1; 0 for any other cell."""
    tags: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """What stands in the cell's metadata under `nb2pipe`."""
    execution_count: int | None = None

    @property
    def runs(self) -> bool:
        return self.number > 0


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook's cells, in document order."""

    name: str
    cells: tuple[Cell, ...]
    path: Path | None = None
    others: tuple[tuple[str, Notebook], ...] = ()
    """The notebooks that its cells run, by the path that `%run` names: those that can be read."""

    @property
    def code(self) -> tuple[Cell, ...]:
        """The code cells that are not empty."""
        return tuple(cell for cell in self.cells if cell.runs)


class NotebookError(UsageError):
    """A file is no notebook that can be promoted."""


def read_notebook(path: Path) -> Notebook:
    """Read a notebook file of format 4 whose language is Python, and those that it runs.

    Raises NotebookError where the file is missing, is not JSON, is no notebook, is of an
    older format or has another language's kernel.
    """
    return _read(path, ())


def _read(path: Path, above: tuple[Path, ...]) -> Notebook:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NotebookError(
            f"no such file: {path}", cure="check the path of the notebook"
        ) from None
    except IsADirectoryError:
        raise NotebookError(f"{path} is a folder", cure="name a notebook file in it") from None
    except (OSError, UnicodeDecodeError) as error:
        raise NotebookError(
            f"{path} cannot be read: {error}", cure="give a notebook file, which is UTF-8 text"
        ) from None
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        if re.search(r"^<<<<<<< ", text, re.MULTILINE):
            raise NotebookError(
                f"{path} holds the marks of a merge conflict", cure="resolve it, and run this again"
            ) from None
        raise NotebookError(
            f"{path} is not JSON: {error}", cure="give a notebook file that Jupyter can open"
        ) from None
    return _parse(content, path.stem, path, above)


def parse_notebook(content: Any, *, name: str, path: Path | None = None) -> Notebook:
    """Make a Notebook of a notebook's JSON; raises NotebookError as `read_notebook` does.

    Notebooks that it runs are found from its path.
    """
    return _parse(content, name, path, ())


def _parse(content: Any, name: str, path: Path | None, above: tuple[Path, ...]) -> Notebook:
    where = str(path or name)
    _require_notebook(content, where)
    _require_python(content.get("metadata") or {}, where)
    cells: list[Cell] = []
    number = 0
    for index, raw in enumerate(content["cells"]):
        if not _is_cell(raw):
            raise NotebookError(
                f"{where}: cell {index + 1} in the file is not a cell",
                cure="open the notebook in Jupyter and save it again",
            )
        source = _text(raw.get("source", ""))
        runs = raw["cell_type"] == "code" and bool(source.strip())
        number += runs
        cells.append(_cell(raw, index, source, number if runs else 0))
    return Notebook(name, tuple(cells), path, tuple(_others(cells, path, above)))


_RUNS = re.compile(
    r"""^[ \t]*%run[ \t]+(?:-\w+[ \t]+)*(?P<quote>["']?)(?P<path>.+?\.ipynb)(?P=quote)""",
    re.MULTILINE,
)


def _others(
    cells: Iterable[Cell], path: Path | None, above: tuple[Path, ...]
) -> Iterator[tuple[str, Notebook]]:
    """The notebooks that cells run, found from the folder of the notebook, as Jupyter does.

    One that runs itself, by others or not, never ends.
    """
    if path is None:
        return
    around = (*above, path.resolve())
    named = (each["path"] for cell in cells if cell.runs for each in _RUNS.finditer(cell.source))
    for name in dict.fromkeys(named):
        other = path.parent / name
        if other.resolve() not in around:
            with suppress(NotebookError):
                yield name, _read(other, around)


def _is_cell(raw: Any) -> bool:
    if not isinstance(raw, dict) or "cell_type" not in raw:
        return False
    metadata = raw.get("metadata") or {}
    return isinstance(metadata, dict) and isinstance(metadata.get("nb2pipe") or {}, dict)


def _cell(raw: Mapping[str, Any], index: int, source: str, number: int) -> Cell:
    metadata = raw.get("metadata") or {}
    count = raw.get("execution_count")
    return Cell(
        index=index,
        id=str(raw.get("id") or f"cell-{index}"),
        kind=str(raw["cell_type"]),
        source=source,
        number=number,
        tags=tuple(str(tag) for tag in metadata.get("tags") or ()),
        options=metadata.get("nb2pipe") or {},
        execution_count=count if isinstance(count, int) else None,
    )


def _text(source: Any) -> str:
    joined = "".join(source) if isinstance(source, list) else str(source)
    return joined.replace("\r\n", "\n").replace("\r", "\n")


def _require_notebook(content: Any, where: str) -> None:
    if not isinstance(content, dict) or "nbformat" not in content:
        raise NotebookError(
            f"{where} is not a notebook: it has no `nbformat`",
            cure="give a file that Jupyter saved",
        )
    if content["nbformat"] != 4:
        raise NotebookError(
            f"{where} has notebook format {content['nbformat']}, and format 4 is needed",
            cure="open and save it in Jupyter, or run `jupyter nbconvert --to notebook --inplace`",
        )
    if not isinstance(content.get("cells"), list):
        raise NotebookError(
            f"{where} is not a notebook: it has no list of `cells`",
            cure="give a file that Jupyter saved",
        )
    metadata = content.get("metadata") or {}
    if not isinstance(metadata, dict) or not all(
        isinstance(metadata.get(name) or {}, dict) for name in ("kernelspec", "language_info")
    ):
        raise NotebookError(
            f"{where} has metadata that are no mapping",
            cure="open the notebook in Jupyter and save it again",
        )


def _require_python(metadata: Mapping[str, Any], where: str) -> None:
    language = (metadata.get("kernelspec") or {}).get("language")
    language = language or (metadata.get("language_info") or {}).get("name") or "python"
    if str(language).lower() not in ("python", "python3", "ipython"):
        raise NotebookError(
            f"{where} is written in {language}, and only Python notebooks can be promoted",
            cure="choose a Python kernel for the notebook",
        )
