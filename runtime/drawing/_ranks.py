"""Which layer of a drawing each box stands in."""

from __future__ import annotations

from heapq import heapify, heappop, heappush

from ..pipeline.topology import Edges, reverse


def rank(targets: Edges) -> list[int]:
    """Layers from the top, so that lines point down; close to what reads a box.

    A cycle is opened at its first box in the given order.

    >>> rank([[2], [2], []]), rank([[1], [0]])
    ([0, 0, 1], [0, 1])
    """
    forward = _without_cycles(targets)
    layers = _longest_paths(forward)
    return _pulled_down(layers, forward)


def _without_cycles(targets: Edges) -> list[list[int]]:
    """Every edge, turned round where it goes back in one order of all boxes."""
    place = {box: position for position, box in enumerate(_order(targets))}
    forward: list[list[int]] = [[] for _ in targets]
    for box, after in enumerate(targets):
        for target in after:
            first, second = sorted((box, target), key=place.__getitem__)
            forward[first].append(second)
    return forward


def _order(targets: Edges) -> list[int]:
    waits = [len(before) for before in reverse(targets)]
    ready = [box for box, count in enumerate(waits) if not count]
    heapify(ready)
    done: dict[int, None] = {}
    for first in range(len(targets) + 1):
        while ready:
            box = heappop(ready)
            if box in done:
                continue
            done[box] = None
            for target in targets[box]:
                waits[target] -= 1
                if not waits[target]:
                    heappush(ready, target)
        if first < len(targets) and first not in done:  # all that is left waits for a cycle
            ready.append(first)
    return list(done)


def _longest_paths(forward: Edges) -> list[int]:
    layers = [0] * len(forward)
    for box in _order(forward):
        for target in forward[box]:
            layers[target] = max(layers[target], layers[box] + 1)
    return layers


def _pulled_down(layers: list[int], forward: Edges) -> list[int]:
    """Sources next to what reads them first, so that lines are short."""
    sources = {box for box, before in enumerate(reverse(forward)) if not before}
    return [
        min((layers[target] for target in forward[box]), default=layer + 1) - 1
        if box in sources and forward[box]
        else layer
        for box, layer in enumerate(layers)
    ]
