"""One name stands for another thing in each cell."""
# nodes: 3
# owes: data, size

# %%
data = [3, 1, 2]

# %%
data = sorted(data)

# %%
size = len(data)

# %%
data = {"values": data, "size": size}
