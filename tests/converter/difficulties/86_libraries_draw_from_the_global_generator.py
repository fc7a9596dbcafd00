"""A seed at the top, and libraries that draw from the global generator without being told."""
# nodes: 6
# owes: X, y, X_train, X_test, y_train, y_test, model, score, part

# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

np.random.seed(4)

# %%
X = np.random.rand(30, 2)
y = X.sum(axis=1)

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y)

# %%
model = RandomForestRegressor(n_estimators=3)
model.fit(X_train, y_train)

# %%
score = model.score(X_test, y_test)

# %%
part = pd.DataFrame(X).sample(3)
