"""A method calls a method of its argument, whose class is defined below: it draws and remembers."""
# nodes: 4
# owes: f, d, b

# %%
import random

random.seed(1)

class Field:
    def __init__(self):
        self.pos = 0

    def move(self, drunk):
        self.pos += drunk.step()

class Drunk:
    def __init__(self):
        self.seen = []

    def step(self):
        self.seen.append(1)
        return random.choice([-1, 1])

# %%
f = Field()
d = Drunk()

# %%
f.move(d)

# %%
b = random.random()
