"""Functions are lambdas with names, alone and in a dictionary."""
# nodes: 4
# owes: n, a, b

# %%
n = len("abc")

# %%
double = lambda x: 2 * x
add_n = lambda x: x + n

# %%
a = double(add_n(1))

# %%
ops = {"double": double, "neg": lambda x: -x}

# %%
b = [op(a) for op in ops.values()]
