"""Cells that only look are nobody's input."""
# nodes: 2
# owes: df, top

# %%
import pandas as pd

# %%
df = pd.DataFrame({"a": [1, 2, 3]})

# %%
df.head()

# %%
df.describe()
df.shape

# %%
print(len(df))

# %%
top = df["a"].max()

# %%
top
