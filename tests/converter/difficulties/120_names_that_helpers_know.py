"""Names that only helpers of their own cell read, and local names that are names of the notebook too."""
# nodes: 9
# owes: spins, inverse, third, said, walked

# %%
from collections import namedtuple

import numpy as np

rng = np.random.default_rng(1)
Pair = namedtuple("Pair", "left right")


def sweep(spins):
    spins[rng.integers(3)] *= -1


class Holder:
    pair: Pair = Pair(1, 2)


# %%
spins = np.ones(3)
sweep(spins)

# %%
# Sweep again
sweep(spins)


# %%
def invert(mapping):
    inverse = {}
    for key in mapping:
        inverse.setdefault(mapping[key], []).append(key)
    return inverse


inverse = invert({"a": 1, "b": 2})

# %%
inverse[1].append("c")
inverse

# %%
third = Pair(Holder.pair.right, spins.sum())


# %%
def told(x):
    try:
        return 1 / x
    except ZeroDivisionError as error:
        return str(error)


# %%
# Say
said = [told(0), told(2)]


# %%
class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n


# %%
countdown = Countdown(4)

# %%
# Walk
walked = [next(countdown), *[each for each in countdown]]

# %%
print(list(countdown))
