"""A data frame is changed in place, cell after cell."""
# nodes: 4
# owes: df, before, total

# %%
import pandas as pd

# %%
df = pd.DataFrame({"kind": ["a", "b", "a"], "price": [1.0, 2.0, 3.0]})

# %%
before = df["price"].sum()

# %%
df["double"] = df["price"] * 2

# %%
df.loc[df["kind"] == "a", "price"] = 0.0

# %%
total = df["price"].sum() + df["double"].sum()
