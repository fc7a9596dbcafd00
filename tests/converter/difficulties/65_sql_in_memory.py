"""A connection to a database stays in the cells that use it."""
# nodes: 2
# owes: rows, total

# %%
import sqlite3

# %%
connection = sqlite3.connect(":memory:")
connection.execute("create table t (a int)")

# %%
connection.executemany("insert into t values (?)", [(1,), (2,)])

# %%
rows = connection.execute("select a from t order by a").fetchall()

# %%
total = sum(a for a, in rows)
