"""Loops over nothing and branches that are not taken leave their names unbound."""
# nodes: 4
# owes: rows, total

# %%
rows = sorted([])

# %%
for each in rows:
    found = each

# %%
if rows:
    extra = rows[0]

# %%
for each in rows:
    print(each)
total = len(rows)
