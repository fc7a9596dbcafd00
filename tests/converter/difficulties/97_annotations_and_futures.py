"""Functions are annotated with classes of the notebook, types and literals."""
# nodes: 3
# owes: point, moved, both

# %%
from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

@dataclass(frozen=True)
class Point:
    x: int
    y: Optional[int] = None

def move(point: Point, by: int = 1) -> Point:
    """Move a point."""
    result: Point = Point(point.x + by, point.y)
    return result

# %%
point: Point = Point(1)

# %%
moved = move(point, by=len("ab"))

# %%
both: list[Point] = [point, moved]
