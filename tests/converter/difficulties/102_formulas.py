"""Functions and modules of the notebook are named in the formulas of models."""
# nodes: 2
# owes: data, slope

# %%
import numpy as np
import pandas as pd
import statsmodels.formula.api as smf


def twice(x):
    return 2 * x


# %%
data = pd.DataFrame({"x": [1.0, 2.0, 3.0, 4.0], "y": [0.1, 0.9, 1.1, 1.6]})

# %%
slope = float(smf.ols("y ~ twice(np.log(x))", data=data).fit().params.iloc[1])
