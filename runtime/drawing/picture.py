"""What is drawn of a pipeline: boxes and lines, the same for terminal, page, notebook and panel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..pipeline.nodes import is_parameter, plain

if TYPE_CHECKING:
    from ..pipeline.pipeline import Pipeline

Kind = Literal["node", "dataset", "parameter"]
Detail = Literal["nodes", "flow", "all"]


@dataclass(frozen=True, slots=True)
class Box:
    """A node, dataset or parameter to be drawn."""

    id: str
    label: str
    kind: Kind = "node"
    section: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What flows from one box to another; the label names it."""

    source: str
    target: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes and the lines between them, at most one from a box to another."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A node as a picture sees it."""

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    section: str = ""


def picture_of(pipeline: Pipeline, detail: Detail = "flow") -> Picture:
    """The picture of a pipeline; see `picture`."""
    items = [Item(each.name, each.inputs, each.outputs, each.namespace or "") for each in pipeline]
    return picture(items, detail)


def picture(items: Iterable[Item], detail: Detail = "flow") -> Picture:
    """Boxes and lines for nodes, in their order.

    `nodes` draws nodes alone and names on the lines what flows between them; `flow` adds the
    datasets that come in and go out; `all` draws every dataset and parameter as a box.
    """
    items = list(items)
    maker = {plain(name): item.name for item in items for name in item.outputs}
    boxes = {
        f"node:{item.name}": Box(f"node:{item.name}", item.name, "node", item.section)
        for item in items
    }
    labels: dict[tuple[str, str], list[str]] = {}
    for source, target, name in _flows(items, maker, detail):
        for end in (source, target):
            if end not in boxes:
                boxes[end] = _data_box(end)
        labels.setdefault((source, target), []).extend([name] if name else [])
    lines = tuple(Line(*ends, ", ".join(dict.fromkeys(names))) for ends, names in labels.items())
    return Picture(tuple(boxes.values()), lines)


def _flows(
    items: Sequence[Item], maker: dict[str, str], detail: Detail
) -> Iterable[tuple[str, str, str]]:
    """Each flow as source, target and the dataset's name where no box shows it."""
    read = {plain(name) for item in items for name in item.inputs}
    for item in items:
        here = f"node:{item.name}"
        for name in map(plain, item.inputs):
            if detail != "all" and name in maker:
                yield f"node:{maker[name]}", here, name
            elif detail == "all" or (detail == "flow" and not is_parameter(name)):
                yield f"data:{name}", here, ""
        for name in map(plain, item.outputs):
            if detail == "all" or (detail == "flow" and name not in read):
                yield here, f"data:{name}", ""


def _data_box(id_: str) -> Box:
    name = id_.removeprefix("data:")
    if is_parameter(name):
        return Box(id_, name.removeprefix("params:"), "parameter")
    return Box(id_, name, "dataset")
