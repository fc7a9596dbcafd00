"""The notebook was run out of order; its document order is what counts."""
# nodes: 3
# owes: a, b, c
# run: 3 1 2

# %%
a = len("four")

# %%
b = a * 2

# %%
c = a + b
