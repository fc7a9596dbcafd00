"""A function in a table reads an array that is changed in place afterwards."""
# nodes: 2
# owes: cost, after, n

# %%
import numpy as np

cost = np.array([[0, 1], [2, 0]])

def total_cost(y, p):
    return int(cost[y, p].sum())

metrics = {"cost": total_cost}

# %%
cost[1, 0] = 5
after = metrics["cost"]([0, 1], [1, 0])

# %%
n = after + 1
