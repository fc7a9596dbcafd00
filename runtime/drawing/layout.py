"""Where the boxes and lines of a picture go: layers from top to bottom, few crossings.

Pure and deterministic; the result is plain data that any front end can draw. A long line runs
through places of its own in the layers that it passes, so it never hides behind a box.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import pairwise
from typing import Any

from ..pipeline.topology import reverse
from ._ordering import Layers, untangle
from ._ranks import rank
from .picture import Box, Kind, Picture

Point = tuple[float, float]

HEIGHT = 34.0
LAYER_GAP = 46.0
BOX_GAP = 22.0
LINE_GAP = 14.0
MARGIN = 12.0
_LETTER = 7.3  # of 13 px text, on average
_SMALL_LETTER = 6.2  # of the 11 px of labels
_PADDING = 28.0


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box with its upper left corner and its size, in pixels."""

    id: str
    label: str
    kind: Kind
    section: str
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line from box to box through `points`, with the middle of its label."""

    source: str
    target: str
    label: str
    points: tuple[Point, ...]
    label_at: Point


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture with places for everything."""

    width: float
    height: float
    boxes: tuple[PlacedBox, ...]
    lines: tuple[PlacedLine, ...]

    def to_json(self) -> dict[str, Any]:
        """The drawing as plain lists and mappings."""
        return {
            "width": self.width,
            "height": self.height,
            "boxes": [_plain(box) for box in self.boxes],
            "lines": [_plain(line) for line in self.lines],
        }


def _plain(placed: PlacedBox | PlacedLine) -> dict[str, Any]:
    """Its fields; none holds a dataclass, for which `asdict` would take its time to look."""
    return {each.name: getattr(placed, each.name) for each in fields(placed)}


@dataclass(frozen=True, slots=True)
class _Grid:
    """Boxes by number, with further numbers for the places where lines pass a layer."""

    layers: Layers
    up: list[list[int]]
    down: list[list[int]]
    widths: list[float]
    paths: list[list[int]]  # for each line the numbers it passes, downwards
    flipped: list[bool]  # lines that close a cycle run upwards


def layout(picture: Picture, previous: Mapping[str, float] | None = None) -> Drawing:
    """Place a picture; `previous` are the x of boxes that should stay where they were."""
    if not picture.boxes:
        return Drawing(0.0, 0.0, (), ())
    grid = _grid(picture, previous or {})
    layers = _ordered(_frozen(grid.layers), _frozen(grid.down))
    centres = _centres(layers, grid)
    left = min(x - grid.widths[item] / 2 for item, x in enumerate(centres))
    centres = [x - left + MARGIN for x in centres]
    tops = {
        item: MARGIN + row * (HEIGHT + LAYER_GAP)
        for row, layer in enumerate(layers)
        for item in layer
    }
    boxes = tuple(
        _placed(box, centres[number], tops[number], grid.widths[number])
        for number, box in enumerate(picture.boxes)
    )
    lines = _placed_lines(picture, grid, centres, tops)
    right = max(x + grid.widths[item] / 2 for item, x in enumerate(centres))
    return Drawing(round(right + MARGIN, 1), max(tops.values()) + HEIGHT + MARGIN, boxes, lines)


Frozen = tuple[tuple[int, ...], ...]


def _frozen(rows: Iterable[Iterable[int]]) -> Frozen:
    return tuple(map(tuple, rows))


@lru_cache(maxsize=32)
def _ordered(layers: Frozen, down: Frozen) -> Layers:
    """The layers untangled; a name that changes leaves boxes and lines where they were."""
    return untangle([list(layer) for layer in layers], reverse(down), down)


def _grid(picture: Picture, previous: Mapping[str, float]) -> _Grid:
    numbers = {box.id: number for number, box in enumerate(picture.boxes)}
    ends = [(numbers[line.source], numbers[line.target]) for line in picture.lines]
    ranks = rank(_edges([pair for pair in ends if pair[0] != pair[1]], len(numbers)))
    flipped = [ranks[source] > ranks[target] for source, target in ends]
    widths = [_width(box) for box in picture.boxes]
    paths = []
    for line, pair, turned in zip(picture.lines, ends, flipped, strict=True):
        top, bottom = pair[::-1] if turned else pair
        passed = range(ranks[top] + 1, ranks[bottom])
        paths.append([top, *range(len(ranks), len(ranks) + len(passed)), bottom])
        ranks.extend(passed)
        widths.extend([0.0] * len(passed))
        if passed and line.label:
            widths[_seat(paths[-1])] = len(line.label) * _SMALL_LETTER
    links = [pair for path in paths for pair in pairwise(path) if pair[0] != pair[1]]
    down = _edges(links, len(ranks))
    layers = _first_order(picture.boxes, ranks, paths, previous)
    return _Grid(layers, reverse(down), down, widths, paths, flipped)


def _edges(pairs: Iterable[tuple[int, int]], count: int) -> list[list[int]]:
    edges: list[list[int]] = [[] for _ in range(count)]
    for upper, lower in pairs:
        edges[upper].append(lower)
    return edges


def _seat(path: list[int]) -> int:
    """The place on a long line where its label stands, as wide as the label."""
    return path[len(path) // 2]


def _width(box: Box) -> float:
    return round(max(60.0, len(box.label) * _LETTER + _PADDING), 1)


def _first_order(
    boxes: Sequence[Box], ranks: list[int], paths: list[list[int]], previous: Mapping[str, float]
) -> Layers:
    """Layers in the order of the last drawing, else in the given one; lines beside their source.

    A box that has another name than in the last drawing takes the seat of the one it was.
    """
    by_place = [*previous.values()] if len(previous) == len(boxes) else _seats_in_order(boxes)
    seats = [previous.get(box.id, by_place[number]) for number, box in enumerate(boxes)]
    seats += [0.0] * (len(ranks) - len(boxes))
    for path in paths:
        for item in path[1:-1]:
            seats[item] = (seats[path[0]] + seats[path[-1]]) / 2
    layers: Layers = [[] for _ in range(max(ranks) + 1)]
    for item in sorted(range(len(ranks)), key=lambda item: (seats[item], item)):
        layers[ranks[item]].append(item)
    return layers


def _seats_in_order(boxes: Sequence[Box]) -> list[float]:
    return [number * 200.0 for number in range(len(boxes))]


def _centres(layers: Layers, grid: _Grid) -> list[float]:
    """The middle of everything: near its neighbours, in order, with gaps."""
    centres = [0.0] * len(grid.widths)
    for layer in layers:
        for item, x in zip(layer, _spread([0.0] * len(layer), layer, grid.widths), strict=True):
            centres[item] = x
    for sweep in range(8):
        edges = (grid.up, grid.down)[sweep % 2]
        rows = layers if edges is grid.up else layers[::-1]
        for layer in rows:
            wanted = [_wanted(item, edges, grid, centres, sweep) for item in layer]
            for item, x in zip(layer, _spread(wanted, layer, grid.widths), strict=True):
                centres[item] = x
    return centres


def _wanted(
    item: int, edges: list[list[int]], grid: _Grid, centres: list[float], sweep: int
) -> float:
    near = edges[item] if sweep < 6 else [*grid.up[item], *grid.down[item]]
    return sum(centres[other] for other in near) / len(near) if near else centres[item]


def _spread(wanted: Sequence[float], layer: Sequence[int], widths: Sequence[float]) -> list[float]:
    """The places nearest to the wanted ones that keep order and gaps (least squares).

    Without the gaps this is isotonic regression: items that would overlap form a block, and a
    block stands at the mean of what its items want.
    """
    offsets = [0.0]
    for left, right in pairwise(layer):
        gap = BOX_GAP if widths[left] and widths[right] else LINE_GAP
        offsets.append(offsets[-1] + (widths[left] + widths[right]) / 2 + gap)
    blocks: list[list[float]] = []  # sum of what is wanted, number of items
    for want, offset in zip(wanted, offsets, strict=True):
        blocks.append([want - offset, 1.0])
        while len(blocks) > 1 and blocks[-2][0] * blocks[-1][1] > blocks[-1][0] * blocks[-2][1]:
            total, count = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += count
    bases = [total / count for total, count in blocks for _ in range(int(count))]
    return [base + offset for base, offset in zip(bases, offsets, strict=True)]


def _placed(box: Box, centre: float, top: float, width: float) -> PlacedBox:
    x = _left(centre, width)
    return PlacedBox(box.id, box.label, box.kind, box.section, x, top, width, HEIGHT)


def _left(centre: float, width: float) -> float:
    return round(centre - width / 2, 1)


def _placed_lines(
    picture: Picture, grid: _Grid, centres: list[float], tops: Mapping[int, float]
) -> tuple[PlacedLine, ...]:
    placed = []
    for line, path, turned in zip(picture.lines, grid.paths, grid.flipped, strict=True):
        loop = path[0] == path[-1]
        points = _loop(path[0], grid, centres, tops) if loop else _points(path, centres, tops)
        label_at = _middle(points)
        if line.label and len(path) > 2:
            label_at = (round(centres[_seat(path)], 1), tops[_seat(path)] + HEIGHT / 2)
        points = tuple(points[::-1] if turned else points)
        placed.append(PlacedLine(line.source, line.target, line.label, points, label_at))
    return tuple(placed)


def _points(path: list[int], centres: list[float], tops: Mapping[int, float]) -> list[Point]:
    first, last = path[0], path[-1]
    points = [(round(centres[first], 1), tops[first] + HEIGHT)]
    for item in path[1:-1]:  # straight through the layer that it passes
        x = round(centres[item], 1)
        points += [(x, tops[item]), (x, tops[item] + HEIGHT)]
    return [*points, (round(centres[last], 1), tops[last])]


def _loop(item: int, grid: _Grid, centres: list[float], tops: Mapping[int, float]) -> list[Point]:
    """Out of the right side of a box and back into it."""
    right, top = _left(centres[item], grid.widths[item]) + grid.widths[item], tops[item]
    beside = (right + MARGIN - 2, top + HEIGHT / 2)
    return [(right, top + HEIGHT / 4), beside, (right, top + HEIGHT * 3 / 4)]


def _middle(points: list[Point]) -> Point:
    half = (len(points) - 1) // 2
    (x, y), (x2, y2) = points[half], points[half + 1]
    return round((x + x2) / 2, 1), round((y + y2) / 2, 1)
