"""A default value is what a variable was when the function was defined."""
# nodes: 5
# owes: size, early, late

# %%
size = len("ab")

# %%
def repeat(word, times=size):
    return word * times

# %%
early = repeat("x")

# %%
size = size + 3

# %%
late = repeat("y") + repeat("z", size)
