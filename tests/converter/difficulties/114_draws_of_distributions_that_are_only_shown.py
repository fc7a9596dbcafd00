"""A distribution of scipy draws from numpy's generator, and so does a helper that only shows it."""
# nodes: 5
# owes: first, last, n

# %%
import numpy as np
import scipy.stats

np.random.seed(18)

# %%
def show(count):
    drawn = scipy.stats.norm(1, 2).rvs(count)
    print(len(drawn))

# %%
first = scipy.stats.norm(3, 1).rvs(2)

# %%
show(3)

# %%
n = len(first)

# %%
last = scipy.stats.expon(0, 1).rvs(1)
