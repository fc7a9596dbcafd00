"""Options of libraries and filters of warnings are set once, at the top."""
# nodes: 2
# owes: shown, ratio

# %%
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
pd.set_option("display.max_rows", 3)
np.set_printoptions(precision=2)
np.seterr(all="ignore")

# %%
shown = repr(pd.DataFrame({"a": range(9)})) + str(np.array([1.23456]))

# %%
ratio = np.array([1.0, 0.0]) / len(shown) / np.array([0.0, 1.0])
