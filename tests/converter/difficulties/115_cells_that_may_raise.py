"""Jupyter goes on after a cell that is tagged `raises-exception`: what it did up to there stays."""
# nodes: 4
# owes: p, n, q, total, r

# %%
class Point:
    @property
    def x(self):
        return 1


# %% tags=["raises-exception"]
p = Point()
n = len("abc")
p.x = n
n = "never reached"

# %%
print(p.x, n)

# %% tags=["raises-exception"]
# Collect
q = [1, n]
q.append(2)
q[7]

# %%
# Add up
total = sum(q)

# %% tags=["raises-exception"]
1 / 0

# %% tags=["raises-exception"]
import a_module_that_is_not_there

# %% tags=["raises-exception"]
r = len(q)
r
