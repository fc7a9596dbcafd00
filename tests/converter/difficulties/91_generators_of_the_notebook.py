"""A generator function of the notebook is used up from cell to cell."""
# nodes: 1
# owes: first, second, rest

# %%
def count(n):
    for i in range(n):
        yield i * i

# %%
squares = count(5)

# %%
first = next(squares)

# %%
second = next(squares)

# %%
rest = list(squares)
