"""An iterator is used up from cell to cell."""
# nodes: 1
# owes: numbers, first, rest

# %%
numbers = [1, 2, 3, 4]

# %%
it = iter(numbers)

# %%
first = next(it)

# %%
rest = list(it)
