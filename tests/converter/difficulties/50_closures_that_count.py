"""A closure keeps a state of its own between cells."""
# nodes: 1
# owes: a, b

# %%
def make_counter():
    n = 0

    def count():
        nonlocal n
        n += 1
        return n

    return count

# %%
counter = make_counter()

# %%
a = counter()

# %%
b = counter() + counter()
