"""A helper fits what it is given and returns it; a loop fits several."""
# nodes: 4
# owes: X, y, models, scores, best

# %%
import numpy as np
from sklearn.linear_model import LinearRegression, Ridge

def train(model, X, y):
    model.fit(X, y)
    return model

# %%
X = np.arange(10.0).reshape(-1, 1)
y = X.ravel() * 3 + 1

# %%
models = {"plain": LinearRegression(), "ridge": Ridge(alpha=1.0)}

# %%
for name, model in models.items():
    train(model, X, y)
scores = {name: round(float(m.score(X, y)), 6) for name, m in models.items()}

# %%
best = max(scores, key=scores.get)
