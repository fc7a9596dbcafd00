"""A function makes functions that remember."""
# nodes: 3
# owes: base, results

# %%
def make_adder(n):
    def add(x):
        return x + n

    return add

# %%
base = len("ten chars.")

# %%
add_base = make_adder(base)

# %%
results = [add_base(x) for x in range(3)]
