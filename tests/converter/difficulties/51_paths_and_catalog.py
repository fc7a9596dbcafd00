"""Files are read by paths that are built of constants, and written."""
# nodes: 4
# owes: people, adults, mean, DATA
# files: adults.csv

# %% [markdown]
# # People

# %%
from pathlib import Path

import pandas as pd

DATA = Path("data")

# %%
people = pd.read_csv(DATA / "people.csv")

# %%
adults = people[people["age"] >= 18].reset_index(drop=True)

# %%
adults.to_csv("adults.csv", index=False)

# %%
mean = adults["age"].mean()
