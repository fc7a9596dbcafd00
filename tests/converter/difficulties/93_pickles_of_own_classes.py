"""Instances of a notebook's class go through a pickle file."""
# nodes: 4
# owes: thing, back, same

# %%
import pickle

class Base:
    kind = "base"

    def __init__(self, size):
        self.size = size

class Thing(Base):
    kind = "thing"

    def __init__(self, size):
        super().__init__(size)
        self.label = f"{self.kind}-{size}"

    def __eq__(self, other):
        return type(self) is type(other) and vars(self) == vars(other)

# %%
thing = Thing(len("abc"))

# %%
with open("thing.pkl", "wb") as f:
    pickle.dump(thing, f)

# %%
with open("thing.pkl", "rb") as f:
    back = pickle.load(f)

# %%
same = back == thing
