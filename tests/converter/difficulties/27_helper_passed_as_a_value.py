"""A helper that reads a computed variable is passed to a method."""
# nodes: 4
# owes: df, mean, total, ordered

# %%
import pandas as pd

df = pd.DataFrame({"v": [1.0, 2.0, 6.0]})

# %%
mean = df["v"].mean()

# %%
def centred(v):
    return v - mean

# %%
df["c"] = df["v"].apply(centred)

# %%
total = sum(map(centred, df["v"]))
ordered = sorted([4.0, 3.0, 1.0], key=lambda v: abs(centred(v)))
