"""A notebook remembers options, sets them, and puts them back at its end."""
# nodes: 4
# owes: previous, precision, table, total, printed

# %%
import numpy as np
import pandas as pd

previous = pd.options.display.max_rows
precision = np.get_printoptions()["precision"]
pd.options.display.max_rows = 7
pd.options.display.max_columns = 5
np.set_printoptions(precision=3)

# %%
table = pd.DataFrame({"x": np.arange(9) / 7})

# %%
total = table["x"].sum() + previous

# %%
printed = f"{precision} {total:.3f}"

# %%
pd.options.display.max_rows = previous
np.set_printoptions(precision=precision)
