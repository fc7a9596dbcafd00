"""A frame is renamed, sorted and thinned out in place."""
# nodes: 4
# owes: df, wide, names

# %%
import pandas as pd

# %%
df = pd.DataFrame({"A b": [3, 1, None], "C d": [1, 1, 2]})

# %%
df.columns = [c.lower().replace(" ", "_") for c in df.columns]

# %%
df.dropna(inplace=True)
df.sort_values("a_b", inplace=True)
df.reset_index(drop=True, inplace=True)

# %%
wide = df.assign(e=df["a_b"] + df["c_d"])
wide.index.name = "row"

# %%
names = [*df.columns, *wide.columns, wide.index.name]
