"""Accessors, `query` with a variable of the notebook, and `eval` by name."""
# nodes: 4
# owes: df, limit, small, months

# %%
import pandas as pd

# %%
df = pd.DataFrame({"when": pd.date_range("2024-01-30", periods=3), "v": [1, 5, 9]})

# %%
limit = df["v"].mean()

# %%
small = df.query("v <= @limit")

# %%
months = small["when"].dt.month.tolist()
