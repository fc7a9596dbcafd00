"""Attributes are set by name, functions get attributes, and `partial` binds arguments."""
# nodes: 4
# owes: thing, power, values, names

# %%
from functools import partial
from types import SimpleNamespace

thing = SimpleNamespace(a=1)

# %%
setattr(thing, "b", 2)
thing.c = [3]

# %%
power = partial(pow, 2)

# %%
values = [power(n) for n in (thing.a, thing.b, *thing.c)]

# %%
names = sorted(vars(thing))
