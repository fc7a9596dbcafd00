"""`a = b = []` is one list with two names."""
# nodes: 2
# owes: a, b, c, d, out

# %%
a = b = []
c, d = [], []

# %%
a.append(1)
c.append(2)

# %%
out = (len(b), len(d))
