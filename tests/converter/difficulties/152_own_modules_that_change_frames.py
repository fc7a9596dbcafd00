"""Functions of modules beside the notebook change what they are given, and what they call does."""
# nodes: 6
# owes: first, df, other, both, second, third

# %%
import pandas as pd
import tables
from tables import clean, deep

df = pd.DataFrame({"a": [1, 2], "b": [3, 4]})

# %%
first = tables.total(df)

# %%
clean(df)
second = tables.total(df)

# %%
other = tables.same(df)

# %%
df["a"] = df["a"] + 1
third = tables.total(other)

# %%
train, test = df.copy(), df.head(1).copy()
both = [train, test]

# %%
deep(both)

# %%
sums = [int(each["b"].sum()) for each in both]
