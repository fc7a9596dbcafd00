"""One name is fitted, kept, set anew and fitted again."""
# nodes: 5
# owes: X, y, model, first, coefs

# %%
import copy

import numpy as np
from sklearn.linear_model import Ridge

X = np.arange(12.0).reshape(6, 2)
y = X @ np.array([1.0, -2.0])

# %%
model = Ridge(alpha=1.0).fit(X, y)

# %%
first = copy.deepcopy(model)

# %%
model.set_params(alpha=10.0)
model.fit(X, y)

# %%
coefs = (first.coef_.round(6).tolist(), model.coef_.round(6).tolist())
