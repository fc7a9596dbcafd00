"""A helper changes what it is given, and another calls it."""
# nodes: 3
# owes: rows, frame, count

# %%
import pandas as pd

def add_row(rows, value):
    rows.append({"v": value})

def add_two(target):
    add_row(target, 1)
    add_row(target, 2)

def mark(data):
    data["mark"] = data["v"] > 1

# %%
rows = [{"v": 0}]

# %%
add_two(rows)

# %%
frame = pd.DataFrame(rows)
mark(frame)

# %%
count = int(frame["mark"].sum()) + len(rows)
