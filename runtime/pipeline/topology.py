"""Which node waits for which: pure functions over plain numbers and names.

A node is its place in the given order; a graph maps each place to the places around it.
Everything takes time linear in nodes and edges (the order takes a logarithm more).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

Edges = Sequence[Sequence[int]]


def link(reads: Sequence[Iterable[str]], maker: Mapping[str, int]) -> list[list[int]]:
    """For each node the makers of what it reads, once each.

    >>> link([[], ["a"], ["a", "b"]], {"a": 0, "b": 1})
    [[], [0], [0, 1]]
    """
    return [list(dict.fromkeys(maker[name] for name in names if name in maker)) for names in reads]


def reverse(needs: Edges) -> list[list[int]]:
    """For each node the nodes that need it.

    >>> reverse([[], [0], [0, 1]])
    [[1, 2], [2], []]
    """
    feeds: list[list[int]] = [[] for _ in needs]
    for place, before in enumerate(needs):
        for maker in before:
            feeds[maker].append(place)
    return feeds


def order(needs: Edges, feeds: Edges) -> list[int]:
    """Makers before readers, otherwise as given; nodes on a cycle are left out.

    >>> order([[1], [], []], [[], [0], []])
    [1, 0, 2]
    """
    waits = [len(before) for before in needs]
    ready = [place for place, count in enumerate(waits) if not count]
    heapify(ready)
    done = []
    while ready:
        place = heappop(ready)
        done.append(place)
        for reader in feeds[place]:
            waits[reader] -= 1
            if not waits[reader]:
                heappush(ready, reader)
    return done


def find_cycle(needs: Edges, ordered: Iterable[int]) -> list[int]:
    """One cycle among the nodes that `order` left out, in the direction of the data.

    >>> find_cycle([[1], [0]], [])
    [1, 0, 1]
    """
    left = set(range(len(needs))) - set(ordered)
    place, path = min(left), []
    seen: dict[int, int] = {}
    while place not in seen:
        seen[place] = len(path)
        path.append(place)
        place = next(maker for maker in needs[place] if maker in left)
    cycle = path[seen[place] :]
    return [*reversed(cycle), cycle[-1]]


def reach(start: Iterable[int], edges: Edges) -> set[int]:
    """`start` and everything that lies behind it along `edges`.

    >>> sorted(reach([1], [[1], [2], [], [0]]))
    [1, 2]
    """
    found = set(start)
    front = list(found)
    while front:
        for place in edges[front.pop()]:
            if place not in found:
                found.add(place)
                front.append(place)
    return found
