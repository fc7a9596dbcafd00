"""An iterator that is left at the end is a value like any other, as far as it was read."""
# nodes: 3
# owes: words, numbers, first, rest, pairs

# %%
words = "to be or not".split()
numbers = iter([1, 2, 3])

# %%
first = next(numbers)

# %%
pairs = zip(words, sorted(words))

# %%
rest = [number * 2 for number in [4, 5]]

# %%
next(pairs)
