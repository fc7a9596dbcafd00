"""A model is made, fitted and asked in cells of their own."""
# nodes: 5
# owes: X, y, model, unfitted, predicted, coefficient

# %%
import numpy as np
from sklearn.linear_model import LinearRegression

# %%
X = np.arange(8.0).reshape(4, 2)
y = X[:, 0] * 2 + 1

# %%
model = LinearRegression()
unfitted = hasattr(model, "coef_")

# %%
model.fit(X, y)

# %%
predicted = model.predict(X).round(6)

# %%
coefficient = float(model.coef_.sum().round(6))
