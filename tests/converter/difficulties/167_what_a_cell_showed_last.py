"""`_` is what the cell above showed, until the notebook gives that name to something."""
# nodes: 5
# owes: double, size, rest

# %%
total = sum(range(5))
total * 2

# %%
double = _ + 1
_

# %%
print(_ - 1, [_ for _ in "ab"])
[n for n in range(4) if n]

# %%
size = len(_) + len("é" + str(_))

# %%
_, rest = size, double

# %%
rest + _
