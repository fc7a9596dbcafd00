"""Items of containers, columns, attributes and names are deleted."""
# nodes: 5
# owes: config, frame, kept, tmp

# %%
import pandas as pd

config = {"a": 1, "b": 2}
frame = pd.DataFrame({"x": [1], "y": [2]})

# %%
del config["a"]

# %%
del frame["y"]
tmp = list(config)

# %%
kept = (tmp, list(frame))
del tmp

# %%
tmp = len(kept)
