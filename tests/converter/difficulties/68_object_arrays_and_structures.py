"""Array items, masks and fancy indices are stored into across cells."""
# nodes: 4
# owes: a, mask, b, out

# %%
import numpy as np

# %%
a = np.zeros(5)

# %%
a[1:3] = 1
mask = a > 0

# %%
a[mask] *= 10
b = a.copy()
b += 1

# %%
out = (a.sum(), b.sum(), mask.tolist())
