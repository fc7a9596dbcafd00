"""Random generators are objects that draw in several cells."""
# nodes: 5
# owes: a, b, c, d, rng, dice

# %%
import random

import numpy as np

rng = np.random.default_rng(7)
dice = random.Random(7)

# %%
a = rng.normal(size=2)

# %%
def roll(generator):
    return generator.randint(1, 6)

b = [roll(dice), roll(dice)]

# %%
c = rng.integers(0, 9, 3)

# %%
d = roll(dice) + int(c[0])
