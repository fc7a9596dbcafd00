"""A figure is drawn in one cell, and its numbers come from others."""
# nodes: 3
# owes: xs, ys, top

# %%
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

# %%
xs = list(range(5))

# %%
ys = [x * x for x in xs]

# %%
plt.plot(xs, ys)
plt.title("squares")
plt.show()

# %%
top = max(ys)
