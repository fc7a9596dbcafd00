"""`|=` and `&=` change a set where a list comprehension read it before."""
# nodes: 4
# owes: seen, before, after

# %%
seen = {1, 2, 3}

# %%
before = sorted(seen)

# %%
seen |= {9}
seen &= {1, 9}

# %%
after = sorted(seen) + before
