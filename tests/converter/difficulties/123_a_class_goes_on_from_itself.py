"""A class is written method by method, each time as a class that goes on from the one before."""
# nodes: 5
# owes: v, w, z, n, bare, total, kinds

# %%
scale = 2
scale += 1


# %%
def rounded(value):
    return round(value, 3)


class Vector:
    def __init__(self, x, y):
        self.x, self.y = rounded(x), rounded(y)


# %%
v = Vector(1.00049, 2)


# %%
class Vector(Vector):
    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)


# %%
w = Vector(1, 2) + Vector(3, 4)
bare = not hasattr(v, "__add__")


# %%
class Vector(Vector):
    """Now with a length."""

    def __len__(self):
        return 2

    def twice(self):
        return self + self

    def scaled(self):
        return self.x * scale


# %%
z = Vector(5, 6).twice()
n = len(Vector(2, 2))

# %%
total = z.x + w.y + v.x + n + Vector(1, 1).scaled()
kinds = [type(each).__name__ for each in (v, w, z)]
