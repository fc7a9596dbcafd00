"""Notebooks of any length: sections in which a table is made, changed, looked at and modelled."""

from __future__ import annotations

from typing import Any

START = """\
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
"""

SECTION = (
    "SIZE_{n} = {n}00\nSEED_{n} = {n}",
    """\
def scaled_{n}(column):
    \"\"\"Move a column to mean 0 and deviation 1.\"\"\"
    spread = column.std()
    if spread == 0:
        return column - column.mean()
    return (column - column.mean()) / spread
""",
    """\
# Sales of a shop, made up
generator = np.random.default_rng(SEED_{n})
sales_{n} = pd.DataFrame(
    {{
        "day": pd.date_range("2024-01-01", periods=SIZE_{n}),
        "visitors": generator.integers(10, 200, SIZE_{n}),
        "price": generator.normal(20, 3, SIZE_{n}).round(2),
    }}
)
sales_{n}.head()
""",
    """\
sales_{n}["revenue"] = sales_{n}["visitors"] * sales_{n}["price"] * 0.1
sales_{n}["weekday"] = sales_{n}["day"].dt.dayofweek
sales_{n}.loc[sales_{n}["price"] < 12, "price"] = 12
sales_{n} = sales_{n}.dropna()
""",
    "sales_{n}.describe()\nprint(len(sales_{n}), 'days')",
    """\
fig, ax = plt.subplots()
ax.plot(sales_{n}["day"], sales_{n}["revenue"])
ax.set_title(f"Revenue of shop {n}")
plt.show()
""",
    """\
by_weekday_{n} = sales_{n}.groupby("weekday")["revenue"].agg(["mean", "sum"])
best_{n} = by_weekday_{n}["sum"].idxmax()
""",
    """\
features_{n} = sales_{n}[["visitors", "price", "weekday"]].apply(scaled_{n})
X_train, X_test, y_train, y_test = train_test_split(
    features_{n}, sales_{n}["revenue"], test_size=0.2, random_state=SEED_{n}
)
""",
    "model_{n} = LinearRegression()\nmodel_{n}.fit(X_train, y_train)",
    """\
errors_{n} = []
for actual, predicted in zip(y_test, model_{n}.predict(X_test)):
    errors_{n}.append(abs(actual - predicted))
score_{n} = {{"mean": float(np.mean(errors_{n})), "worst": max(errors_{n})}}
""",
)
"""The code cells of a section; `{n}` is its number."""


def notebook_of(length: int) -> dict[str, Any]:
    """The JSON of a notebook with so many code cells, a heading above every tenth."""
    cells = [_cell("code", START)]
    for at in range(length - 1):
        section, place = divmod(at, len(SECTION))
        if place == 0:
            cells.append(_cell("markdown", f"## Shop {section + 1}"))
        cells.append(_cell("code", SECTION[place].format(n=section + 1).strip("\n")))
    for at, cell in enumerate(cells):
        cell["id"] = f"c{at}"
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


def _cell(kind: str, source: str) -> dict[str, Any]:
    more = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source, **more}
