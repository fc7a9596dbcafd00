"""A figure is made, drawn on and saved in cells of their own."""
# nodes: 3
# owes: xs, height
# files: figure.svg

# %%
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

matplotlib.rcParams["svg.hashsalt"] = "fixed"

# %%
xs = sorted([3, 1, 2])

# %%
fig, ax = plt.subplots()

# %%
ax.plot(xs)
ax.set_title("sorted")

# %%
fig.savefig("figure.svg", metadata={"Date": None})

# %%
height = max(xs)
