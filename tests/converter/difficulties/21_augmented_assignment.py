"""`+=` extends a list, also under its other name, and makes a new number or tuple."""
# nodes: 3
# owes: n, same_n, t, same_t, items, same_items, report

# %%
n = len("ab")
same_n = n
t = (n,)
same_t = t

# %%
items = [n]
same_items = items

# %%
n += 1
t += (9,)
items += [7]

# %%
report = (n, same_n, t, same_t, len(items), len(same_items))
