"""A class counts its instances in an attribute of its own."""
# nodes: 1
# owes: a, b, made

# %%
class Thing:
    count = 0

    def __init__(self):
        Thing.count += 1
        self.number = Thing.count

# %%
a = Thing()

# %%
b = Thing()

# %%
made = (a.number, b.number, Thing.count)
