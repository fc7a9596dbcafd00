"""A class gets its methods cell by cell, from below; a function its cases."""
# nodes: 9
# owes: p, q, total, doubled, named, said, rate, scaled, later

# %%
from functools import singledispatch


class Point:
    def __init__(self, x):
        self.x = x


# %%
p = Point(3)


# %%
def add(self, other):
    return Point(self.x + other.x)


Point.__add__ = add

# %%
q = p + Point(4)

# %%
Point.scale = 10
setattr(Point, "kind", "point")

# %%
# Scale up
total = q.scale * q.x


# %%
def method_of(cls):
    def decorator(function):
        setattr(cls, function.__name__, function)
        return function

    return decorator


# %%
@method_of(Point)
def double(self):
    return 2 * self.x


# %%
# Double
doubled = q.double()

# %%
# Name
named = f"{q.kind} {q.x}"


# %%
@singledispatch
def show(thing):
    return "thing"


# %%
@show.register
def _(thing: int):
    return "int"


# %%
@show.register(list)
def _(thing):
    return [show(each) for each in thing]


# %%
# Show
said = show([1, "b", p])

# %%
rate = len(said)
rate = rate + 1


# %%
class Meter:
    def __init__(self, x):
        self.x = x


# %%
Meter.rated = lambda self: rate * self.x

# %%
# Measure
scaled = Meter(2).rated()


# %%
@method_of(Point)
def shifted(self):
    return Point(self.x + 1)


# %%
# Shift
later = q.shifted().shifted()
