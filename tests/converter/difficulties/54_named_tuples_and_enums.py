"""Values are members of classes that calls make."""
# nodes: 3
# owes: points, colours, out

# %%
from collections import namedtuple
from enum import Enum

Point = namedtuple("Point", "x y")

class Colour(Enum):
    RED = 1
    BLUE = 2

# %%
points = [Point(1, 2), Point(x=3, y=4)]

# %%
colours = {Colour.RED: points[0], Colour.BLUE: points[1]}

# %%
out = [colours[colour].x for colour in Colour] + [isinstance(points[1], Point)]
