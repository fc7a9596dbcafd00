"""A loop's variable is read after it, in another cell."""
# nodes: 2
# owes: last, i, again

# %%
for i in range(4):
    last = i * 10

# %%
again = (i, last)
