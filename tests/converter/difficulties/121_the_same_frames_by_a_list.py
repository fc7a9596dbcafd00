"""Frames that are read, put into a list and changed through it, some cells later."""
# nodes: 5
# owes: people, others, names, length, shuffled, counts

# %%
import numpy as np
import pandas as pd

# %%
people = pd.read_csv("data/people.csv")
others = pd.read_csv("data/people.csv")
both = [people, others]

# %%
for frame in both:
    frame["short"] = frame["name"].str[:2]

# %%
names = people["short"].tolist() + others["short"].tolist()

# %%
again = pd.read_csv("data/people.csv")
print(again.shape)

# %%
length = len(again)

# %%
rng = np.random.default_rng(3)
shuffled = list(range(5))
rng.shuffle(shuffled)


# %%
def doubled(n, grid={}):
    grid[n] = 2 * n
    return grid


doubled(1)
counts = len(doubled(2))
