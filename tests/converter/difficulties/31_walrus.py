"""Names are bound inside expressions."""
# nodes: 3
# owes: data, n, big, last, half

# %%
data = [4, 9, 16]

# %%
if (n := len(data)) > 2:
    big = True
else:
    big = False

# %%
half = [last := value / 2 for value in data]

# %%
summary = (n, big, last)
last = sum(half) + len(summary)
