"""A class derived from a data frame: pandas copies an instance of it as a plain frame."""
# nodes: 4
# owes: table, total, other, counts

# %%
import pandas as pd

# %%
class Table(pd.DataFrame):
    def normalise(self):
        self["share"] = self["n"] / self["n"].sum()
        return self["share"].max()

# %%
table = Table({"n": [1, 3]})

# %%
table.normalise()

# %%
total = table["share"].sum()

# %%
class Counts(pd.Series):
    @property
    def _constructor(self):
        return Counts

    def double(self):
        self.loc[:] = self * 2

counts = Counts([1, 2])

# %%
counts.double()

# %%
other = table["n"].sum() + counts.max()
