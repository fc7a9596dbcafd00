"""Names are read in the text of `eval`, and of a frame's `eval`."""
# nodes: 4
# owes: a, b, total, df

# %%
import pandas as pd

a = len("abc")

# %%
b = a * 2

# %%
total = eval("a + b")

# %%
df = pd.DataFrame({"x": [1, 2]})
df.eval("y = x + @total", inplace=True)
