"""Data are split, scaled and learned from, with seeds in the calls."""
# nodes: 4
# owes: X, y, X_train, X_test, y_train, y_test, model, score

# %%
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeRegressor

# %%
X = np.arange(40.0).reshape(20, 2)
y = X[:, 0] ** 2

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)

# %%
model = make_pipeline(StandardScaler(), DecisionTreeRegressor(random_state=0))

# %%
model.fit(X_train, y_train)

# %%
score = model.score(X_test, y_test)
