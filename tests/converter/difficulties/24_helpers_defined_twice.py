"""A helper is defined again, and what calls it means the later one from then on."""
# nodes: 3
# owes: first, second, third

# %%
def scale(x):
    return x * 2

def use(x):
    return scale(x) + 1

# %%
first = use(10)

# %%
def scale(x):
    return x * 3

# %%
second = use(10)

# %%
third = scale(second) + first
