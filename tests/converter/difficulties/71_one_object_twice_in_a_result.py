"""A result holds one list twice, by two names."""
# nodes: 2
# owes: items, report

# %%
items = sorted([3, 1])

# %%
same = items
same.append(2)

# %%
report = (items, items)

# %%
report[0].append(4)
