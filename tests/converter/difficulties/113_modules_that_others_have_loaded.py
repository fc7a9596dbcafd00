"""A package knows its modules once anybody has imported them: other cells have."""
# nodes: 4
# owes: days, score, kind, parser

# %%
import html
import matplotlib as mpl
import sklearn
from html.parser import HTMLParser
import matplotlib.pyplot as plt
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score

# %%
days = float(mpl.dates.date2num(__import__("datetime").datetime(2020, 1, 1)))

# %%
score = sklearn.metrics.accuracy_score([1, 2], [1, 3])

# %%
kind = type(sklearn.linear_model.LinearRegression()).__name__

# %%
parser = html.parser.HTMLParser.__name__
