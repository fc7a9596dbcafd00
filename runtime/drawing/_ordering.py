"""The order of boxes within layers, so that few lines cross.

Layers are sorted by the middle of each box's neighbours, down and up in turn, and neighbours
change places while that helps (Sugiyama 1981; Gansner et al. 1993). The best order seen stays.
Work is bounded by the size of the picture and never by a clock: the same picture, the same order.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence

from ..pipeline.topology import Edges

Layers = list[list[int]]

_WORK = 120_000  # steps spent at most on one picture, roughly
_PATIENCE = 6  # sweeps that may help nothing; in random graphs none after these did


def untangle(layers: Layers, up: Edges, down: Edges) -> Layers:
    """The same layers in an order in which few lines cross."""
    best = [list(layer) for layer in layers]
    least = crossings(best, down)
    current = best
    size = sum(map(len, down)) + sum(map(len, layers))
    idle = 0
    for sweep in range(min(24, _WORK // (8 * size + 1) + 2)):
        if not least or idle == _PATIENCE:
            break
        current = _swept(current, up, down, downwards=sweep % 2 == 0)
        current = _swapped(current, up, down)
        count = crossings(current, down)
        idle += 1
        if count < least:
            best, least, idle = [list(layer) for layer in current], count, 0
    return best


def crossings(layers: Layers, down: Edges) -> int:
    """How many pairs of lines cross between neighbouring layers.

    >>> crossings([[0, 1], [2, 3]], [[3], [2], [], []])
    1
    """
    return sum(
        _inversions(place for box in upper for place in _places(down[box], where))
        for upper, where in zip(layers, map(_positions, layers[1:]), strict=False)
    )


def _positions(layer: Sequence[int]) -> dict[int, int]:
    return {box: place for place, box in enumerate(layer)}


def _places(boxes: Iterable[int], where: dict[int, int]) -> list[int]:
    return sorted(where[box] for box in boxes)


def _inversions(places: Iterable[int]) -> int:
    seen: list[int] = []
    count = 0
    for place in places:
        count += len(seen) - bisect_left(seen, place + 1)
        insort(seen, place)
    return count


def _swept(layers: Layers, up: Edges, down: Edges, *, downwards: bool) -> Layers:
    result = [list(layer) for layer in layers]
    rows = range(1, len(result)) if downwards else range(len(result) - 2, -1, -1)
    for row in rows:
        beside = result[row - 1] if downwards else result[row + 1]
        result[row] = _by_middle(result[row], up if downwards else down, _positions(beside))
    return result


def _by_middle(layer: list[int], edges: Edges, where: dict[int, int]) -> list[int]:
    """Sort by the middle of the neighbours; a box that has none keeps its place."""
    middles = {box: _middle(_places(edges[box], where)) for box in layer}
    moving = iter(sorted((box for box in layer if middles[box] >= 0), key=middles.__getitem__))
    return [box if middles[box] < 0 else next(moving) for box in layer]


def _middle(places: list[int]) -> float:
    """The median, between the two in the middle where their number is even; -1 of nothing."""
    if not places:
        return -1.0
    half = len(places) // 2
    return float(places[half]) if len(places) % 2 else (places[half - 1] + places[half]) / 2


def _swapped(layers: Layers, up: Edges, down: Edges) -> Layers:
    """Neighbours change places wherever fewer lines cross then."""
    where = {box: place for layer in layers for place, box in enumerate(layer)}
    for layer in layers:
        improved = True
        while improved:
            improved = False
            for place in range(len(layer) - 1):
                left, right = layer[place], layer[place + 1]
                if _gain(left, right, up, down, where) > 0:
                    layer[place], layer[place + 1] = right, left
                    where[left], where[right] = place + 1, place
                    improved = True
    return layers


def _gain(left: int, right: int, up: Edges, down: Edges, where: dict[int, int]) -> int:
    gain = 0
    for edges in (up, down):
        lefts, rights = edges[left], edges[right]
        for a in lefts:
            for b in rights:
                gain += (where[a] > where[b]) - (where[a] < where[b])
    return gain
