"""What `+=` does depends on what stands left of it: pandas and arrays change, numbers do not."""
# nodes: 8
# owes: pmf, first, total, halves, n, alias, frame

# %%
import numpy as np
import pandas as pd

pmf = pd.Series(1 / 6, index=[1, 2, 3])

# %%
first = pmf.sum()

# %%
# Weigh
for weight in [0.5, 0.25]:
    pmf *= weight

# %%
# Normalise
pmf /= pmf.sum() if pmf.sum() else 1

# %%
total = max([np.ones(3)], key=len)

# %%
halves = total.sum() / 2

# %%
# Go on
total += 1 if halves > 1 else 2

# %%
n = len([1])

# %%
# Count
n += 1

# %%
frame = pd.DataFrame({"a": [1, 2]})
alias = frame

# %%
# Scale
frame *= 2
