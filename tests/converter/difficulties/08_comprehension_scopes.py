"""Variables of comprehensions and lambdas are nobody else's."""
# nodes: 3
# owes: x, squares, keys

# %%
x = len("seven--")

# %%
squares = [x * x for x in range(4)]

# %%
table = {k: v + x for k, v in zip("abcd", squares)}
keys = sorted(table, key=lambda k: -table[k])
