"""Two containers hold one object, which is changed through one of them."""
# nodes: 4
# owes: people, by_name, ages, oldest

# %%
people = [{"name": "ann", "age": 3}, {"name": "bob", "age": 4}]

# %%
by_name = {p["name"]: p for p in people}

# %%
by_name["ann"]["age"] = 50

# %%
ages = [p["age"] for p in people]

# %%
oldest = max(ages)
