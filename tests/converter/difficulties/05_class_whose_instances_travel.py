"""Instances of a notebook's class go from node to node, and are still instances of it."""
# nodes: 3
# owes: a, b, same

# %%
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def moved(self, by):
        return Point(self.x + by, self.y + by)

# %%
a = Point(1, 2)

# %%
b = a.moved(3)

# %%
same = isinstance(b, Point) and type(a) is type(b)
