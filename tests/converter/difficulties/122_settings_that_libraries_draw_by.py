"""Settings of libraries that draw random numbers otherwise, a warning that is silenced, folders."""
# nodes: 4
# owes: scaled, told, listed

# %%
import os
import warnings

import pandas as pd
import sklearn
from sklearn.preprocessing import StandardScaler

sklearn.set_config(transform_output="pandas")


def ignore(*args, **kwargs):
    pass


warnings.warn = ignore

# %%
scaled = StandardScaler().fit_transform(pd.DataFrame({"a": [1.0, 2.0]}))

# %%
# Warn
warnings.warn("nobody hears this")
told = type(scaled).__name__

# %%
os.makedirs("made/inside", exist_ok=True)

# %%
listed = sorted(os.listdir("made"))
