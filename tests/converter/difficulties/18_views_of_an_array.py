"""A slice of an array is a window on it: a change there is a change here."""
# nodes: 3
# owes: grid, row, flat, total

# %%
import numpy as np

# %%
grid = np.arange(6).reshape(2, 3)

# %%
row = grid[0]
flat = grid.ravel()

# %%
row[:] = 9
flat[-1] = -1

# %%
total = int(grid.sum())
