"""Two names are one list, and a change through one is seen through the other."""
# nodes: 4
# owes: rows, log, length, other

# %%
rows = [1, 2]

# %%
log = rows

# %%
log.append(3)

# %%
length = len(rows)

# %%
other = sorted([length, 5], reverse=True)
