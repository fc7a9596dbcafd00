"""`random` is seeded once; cells draw and shuffle."""
# nodes: 4
# owes: deck, hand, more

# %%
import random

# %%
random.seed(11)

# %%
deck = list(range(10))
random.shuffle(deck)

# %%
hand = random.sample(deck, 3)

# %%
more = [random.random() for _ in range(2)]
