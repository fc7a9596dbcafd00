"""A loop changes the members of a container that two names hold."""
# nodes: 4
# owes: frames, first, rows, totals

# %%
import pandas as pd

# %%
frames = {"a": pd.DataFrame({"v": [1, 2]}), "b": pd.DataFrame({"v": [3]})}
rows = [[1], [2]]

# %%
for name, frame in frames.items():
    frame["name"] = name

# %%
for row in rows:
    row.append(0)
first = rows[0]

# %%
totals = [frame["v"].sum() for frame in frames.values()]
