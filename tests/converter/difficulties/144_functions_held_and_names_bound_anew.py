"""Functions in a table, and one that a block defines, read names that are bound anew below."""
# nodes: 4
# owes: soft, stiff, halves, clipped, m

# %%
k = float(len("abc"))
forces = {"spring": lambda x: -k * x}

def total(x):
    return sum(force(x) for force in forces.values())

# %%
stiff = total(2.0)

# %%
k = 8.0
soft = total(2.0)

# %%
from contextlib import suppress

with suppress(ValueError):
    def half(x):
        return x / 2
    halves = [half(x) for x in (1, 2)]

# %%
clipped = [half(x) for x in halves]

# %%
m = soft + clipped[0]
