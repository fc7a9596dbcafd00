"""Axes are changed after another cell bound their figure, which is saved once more."""
# nodes: 4
# owes: n, m
# files: scatter.svg, narrow.svg

# %%
import matplotlib.pyplot as plt
import pandas as pd

plt.rcParams["svg.hashsalt"] = "fixed"

# %%
df = pd.DataFrame({"a": [1, 2], "b": [2, 3]})

# %%
ax = df.plot.scatter("a", "b")
ax.set_title("a and b")

# %%
fig = ax.figure
fig.savefig("scatter.svg", metadata={"Date": None})

# %%
n = len(fig.axes)

# %%
ax.set_xlim(0, 1)
fig.savefig("narrow.svg", metadata={"Date": None})

# %%
m = n + 1
