"""`random` is a function here, and its module's state is carried all the same."""
# nodes: 4
# owes: a, deck, total

# %%
from random import random, seed, shuffle

# %%
seed(5)

# %%
a = [random() for _ in range(3)]

# %%
deck = list(range(5))
shuffle(deck)

# %%
total = sum(a) + deck[0]
