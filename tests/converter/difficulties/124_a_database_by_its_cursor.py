"""A cell fills a database through a cursor, and another opens it again."""
# nodes: 3
# owes: rows, total

# %%
import sqlite3

conn = sqlite3.connect("shop.db")
curs = conn.cursor()

# %%
curs.execute("drop table if exists sales")
curs.execute("create table sales (amount int)")

# %%
curs.executemany("insert into sales values (?)", [(1,), (2,)])
conn.commit()
conn.close()

# %%
again = sqlite3.connect("shop.db")
found = again.execute("select * from sales")
rows = found.fetchall()
again.close()

# %%
total = sum(amount for (amount,) in rows)
