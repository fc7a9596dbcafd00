"""Loops over nothing and branches that are not taken leave their names unbound."""
# nodes: 4
# owes: rows, total

# %%
rows = sorted([])

# %%
for each in []:
    found = each

# %%
if rows:
    extra = rows[0]

# %%
for each in []:
    print(each)
total = len(rows)
