"""A package knows its modules once anybody has imported them: other cells have."""
# nodes: 3
# owes: days, score, kind

# %%
import matplotlib as mpl
import sklearn
import matplotlib.pyplot as plt
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score

# %%
days = float(mpl.dates.date2num(__import__("datetime").datetime(2020, 1, 1)))

# %%
score = sklearn.metrics.accuracy_score([1, 2], [1, 3])

# %%
kind = type(sklearn.linear_model.LinearRegression()).__name__
