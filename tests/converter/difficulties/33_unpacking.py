"""Several names are bound at once, with a star, in depth, and swapped."""
# nodes: 5
# owes: a, b, first, rest, x, y, z, out

# %%
a, b = len("a"), len("bb")

# %%
first, *rest = range(a, 6)

# %%
a, b = b, a

# %%
(x, (y, _)), z = (first, rest[:2]), a

# %%
out = [x, y, a, b, *rest]
