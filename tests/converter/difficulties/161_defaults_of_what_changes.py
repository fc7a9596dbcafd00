"""A default is what the variable was when the function was defined."""
# nodes: 6
# owes: size, first, second, third

# %%
size = 3

# %%
def scaled(x, by=size):
    return x * by


def sized(x, size=size):
    return x + size


# %%
first = scaled(2)

# %%
size = 10

# %%
second = scaled(2) + size

# %%
third = sized(2)
