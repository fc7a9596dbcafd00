"""A helper reads a variable that has another value when it is called again."""
# nodes: 4
# owes: rate, first, second

# %%
rate = len("ab")

# %%
def taxed(x):
    return x * rate

# %%
first = taxed(10)

# %%
rate = rate + 5

# %%
second = taxed(10)
