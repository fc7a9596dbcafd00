"""What changes a list or a table when it is called, by whatever name it is called."""
# nodes: 6
# owes: rows, first, size, table, state, count, data, left

# %%
rows = [len("abc")]
add = rows.append

# %%
add(1)

# %%
list.sort(rows)

# %%
first = rows[0]

# %%
import operator

operator.iadd(rows, [7])

# %%
size = len(rows)

# %%
state = {"n": 0}
table = {"up": lambda: state.update(n=state["n"] + 1)}

# %%
table["up"]()

# %%
count = state["n"]

# %%
class Data:
    pass


data = Data()
vars(data)["x"] = 3

# %%
data.__dict__.update(y=count)

# %%
left = data.x + data.y
