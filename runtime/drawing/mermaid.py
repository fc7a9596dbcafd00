"""A picture as Mermaid, which JupyterLab, GitHub and many others draw."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from .picture import Box, Kind, Picture

_SHAPES: dict[Kind, tuple[str, str]] = {
    "node": ('["', '"]'),
    "dataset": ('[("', '")]'),
    "parameter": ('{{"', '"}}'),
}


def to_mermaid(picture: Picture, direction: Literal["TD", "LR"] = "TD") -> str:
    """Write a picture as a Mermaid flowchart, sections as subgraphs.

    >>> print(to_mermaid(Picture((Box("a", "load"),), ())))
    flowchart TD
        b0["load"]
    """
    ids = {box.id: f"b{number}" for number, box in enumerate(picture.boxes)}
    rows = [f"flowchart {direction}"]
    for number, section in enumerate(_sections(picture.boxes)):
        boxes = [_box(ids, box) for box in picture.boxes if box.section == section]
        rows += _subgraph(number, section, boxes) if section else _indented(boxes)
    for line in picture.lines:
        label = f'|"{_escaped(line.label)}"|' if line.label else ""
        rows.append(f"    {ids[line.source]} -->{label} {ids[line.target]}")
    return "\n".join(rows)


def _sections(boxes: Iterable[Box]) -> list[str]:
    return list(dict.fromkeys(box.section for box in boxes))


def _subgraph(number: int, title: str, boxes: list[str]) -> list[str]:
    rows = [f'subgraph s{number}["{_escaped(title)}"]', *_indented(boxes), "end"]
    return _indented(rows)


def _box(ids: dict[str, str], box: Box) -> str:
    opening, closing = _SHAPES[box.kind]
    return f"{ids[box.id]}{opening}{_escaped(box.label)}{closing}"


def _indented(rows: Iterable[str]) -> list[str]:
    return [f"    {row}" for row in rows]


def _escaped(text: str) -> str:
    marks = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "\n": " ", "`": "#96;"}
    return "".join(marks.get(letter, letter) for letter in text)
