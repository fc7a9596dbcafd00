"""Helpers draw random numbers, and are called in several cells."""
# nodes: 4
# owes: a, b, c

# %%
import random

import numpy as np

random.seed(2)
np.random.seed(2)

def noise(n):
    return np.random.normal(size=n) + random.random()

def twice(n):
    return noise(n), noise(n)

# %%
a = noise(2)

# %%
b = twice(2)

# %%
c = [random.choice("abc") for _ in range(3)]
