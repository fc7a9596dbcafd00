"""With another backend than Jupyter's, a cell draws on what the cells above drew."""
# nodes: 4
# owes: xs, n
# files: both.svg, alone.svg

# %%
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

matplotlib.rcParams["svg.hashsalt"] = "fixed"

# %%
xs = sorted([3, 1, 2])

# %%
plt.plot(xs)

# %%
plt.plot(xs[::-1])
plt.savefig("both.svg", metadata={"Date": None})

# %%
plt.figure()
plt.bar(xs, xs)
plt.savefig("alone.svg", metadata={"Date": None})

# %%
n = len(xs) + 1
