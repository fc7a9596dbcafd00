"""A global generator is seeded once and drawn from in several cells."""
# nodes: 5
# owes: a, b, c

# %%
import numpy as np

np.random.seed(3)

# %%
a = np.random.rand(2)

# %%
b = np.random.randint(0, 10, 3)

# %%
np.random.seed(5)

# %%
c = np.random.normal(size=2) + a.sum()
