"""A dictionary of lists and frames is changed at every depth."""
# nodes: 4
# owes: state, rows, table, summary

# %%
import pandas as pd

# %%
state = {"rows": [], "table": pd.DataFrame({"a": [1, 2]}), "deep": {"n": [0]}}

# %%
state["rows"].append({"id": 1})
state["table"]["b"] = 0

# %%
rows = state["rows"]

# %%
rows[0]["id"] = 7
state["deep"]["n"][0] += 5

# %%
table = state["table"].copy()
table["c"] = 1

# %%
summary = (state["rows"][0]["id"], list(state["table"]), state["deep"]["n"], list(table))
