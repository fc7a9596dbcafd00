"""The order of a merged notebook's cells, from the orders of the three versions."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Key = tuple[str, int]


def merge_order(base: Sequence[Key], ours: Sequence[Key], theirs: Sequence[Key]) -> list[Key]:
    """Every cell of both sides once: the side that moved cells leads, the other's go beside.

    What both insert at one place stands there twice, ours first.

    >>> b, o, t = ("b", 0), ("o", 0), ("t", 0)
    >>> merge_order([b], [b, o], [b, t])
    [('b', 0), ('o', 0), ('t', 0)]
    """
    common = set(ours) & set(theirs)
    shared = [key for key in base if key in common]
    if _restrict(ours, shared) == shared != _restrict(theirs, shared):
        return _weave(theirs, ours, after_leader=False)
    return _weave(ours, theirs, after_leader=True)


def _weave(leader: Sequence[Key], follower: Sequence[Key], *, after_leader: bool) -> list[Key]:
    """The leader's order, with the follower's own cells behind what they stood behind."""
    placed = set(leader)
    common = placed & set(follower)
    behind: dict[Key | None, list[Key]] = {}
    anchor: Key | None = None
    for key in follower:
        if key in placed:
            anchor = key
        else:
            behind.setdefault(anchor, []).append(key)
    order: list[Key] = []
    waiting = behind.get(None, [])
    for key in leader:
        if not after_leader or key in common:
            order += waiting
            waiting = []
        order.append(key)
        waiting = waiting + behind.get(key, [])
    return order + waiting


def _restrict(keys: Sequence[Key], to: Sequence[Key]) -> list[Key]:
    wanted = set(to)
    return [key for key in keys if key in wanted]
