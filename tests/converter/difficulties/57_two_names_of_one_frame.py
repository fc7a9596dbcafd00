"""`clean = raw` is no copy: a column added to one is in the other."""
# nodes: 4
# owes: raw, clean, columns, size

# %%
import pandas as pd

# %%
raw = pd.DataFrame({"a": [1, 2]})

# %%
clean = raw

# %%
clean["b"] = 0

# %%
columns = list(raw.columns)

# %%
size = len(columns)
