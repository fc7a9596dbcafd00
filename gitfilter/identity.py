"""Which cell of one version is which cell of another: by id, then by content, then by likeness."""

from __future__ import annotations

from .layout import Cell
from .roles import source_of

LIKE_ENOUGH = 0.5  # share of a changed cell's text that must have stayed


def match(base: list[Cell], other: list[Cell]) -> dict[int, int]:
    """Map cells of `other` to the cells of `base` that they are, each at most once."""
    found = _by_key(base, other, [_id(c) for c in base], [_id(c) for c in other], {})
    found |= _by_key(base, other, [_content(c) for c in base], [_content(c) for c in other], found)
    return found | _by_likeness(base, other, found)


def _id(cell: Cell) -> object:
    cell_id = cell.read("id")
    return cell_id if isinstance(cell_id, str) else None


def _content(cell: Cell) -> object:
    return str(cell.read("cell_type")), source_of(cell)


def _by_key(
    base: list[Cell], other: list[Cell], ours: list, theirs: list, known: dict[int, int]
) -> dict[int, int]:
    """Pair cells whose keys are equal; of cells with one key the first with the first."""
    taken = set(known.values())
    places: dict[object, list[int]] = {}
    for index in range(len(base)):
        if index not in taken and ours[index] is not None:
            places.setdefault(ours[index], []).append(index)
    found = {}
    for index in range(len(other)):
        if index not in known and places.get(theirs[index]):
            found[index] = places[theirs[index]].pop(0)
    return found


def _by_likeness(base: list[Cell], other: list[Cell], known: dict[int, int]) -> dict[int, int]:
    """Pair what is left between two pairs, where it is of one type and alike: an edited cell."""
    left = [i for i in range(len(base)) if i not in set(known.values())]
    found: dict[int, int] = {}
    for index in range(len(other)):
        if index in known or _id(other[index]) is not None:
            continue
        low, high = _room(index, known, len(base))
        for candidate in left:
            if low < candidate < high and _alike(base[candidate], other[index]):
                found[index] = candidate
                left = [i for i in left if i > candidate]
                break
    return found


def _room(index: int, known: dict[int, int], end: int) -> tuple[int, int]:
    """The cells of the base between those that the neighbours on both sides are."""
    low = next((known[i] for i in range(index - 1, -1, -1) if i in known), -1)
    later = (known[i] for i in sorted(known) if i > index)
    return low, next(later, end)


def _alike(one: Cell, other: Cell) -> bool:
    from difflib import SequenceMatcher

    if one.read("cell_type") != other.read("cell_type"):
        return False
    ratio = SequenceMatcher(None, source_of(one), source_of(other), autojunk=False)
    return ratio.quick_ratio() >= LIKE_ENOUGH and ratio.ratio() >= LIKE_ENOUGH
