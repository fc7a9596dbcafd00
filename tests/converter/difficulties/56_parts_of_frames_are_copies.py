"""What is selected from a frame is changed, and the frame is not."""
# nodes: 5
# owes: df, part, column, changed, out

# %%
import pandas as pd

# %%
df = pd.DataFrame({"a": [1, 2, 3], "b": [4, 5, 6]})

# %%
part = df[df["a"] > 1].copy()
part["c"] = 0

# %%
column = df["a"]
column = column + 1

# %%
changed = df
changed = changed.rename(columns={"a": "z"})

# %%
out = [*df.columns, *part.columns, *changed.columns, int(column.sum())]
