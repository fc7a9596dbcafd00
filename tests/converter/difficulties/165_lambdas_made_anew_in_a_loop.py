"""A loop gives the names of functions to others, and calls those."""
# nodes: 4
# owes: alpha, root, later

# %%
alpha = len("ab") / 3

# %%
f = lambda k: k**alpha
g = lambda x: x - f(x)
root = g(4.0)

# %%
for beta in [1.0, 2.0]:
    f = lambda k: alpha * k**beta
    g = lambda x: x - f(x)
    root = g(4.0)
    print(beta, root)

# %%
later = f(2.0) + root
