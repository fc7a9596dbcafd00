"""Methods read settings that are changed and bound anew after their object was made."""
# nodes: 3
# owes: first, second, third, n

# %%
settings = dict(rate=len("a") / 10, scale=2)

# %%
class Model:
    def __init__(self, n):
        self.n = n
        self.seen = []

    def step(self):
        self.seen.append(settings["rate"])
        return self.n * settings["rate"]

    def __call__(self):
        return self.step()

    def twice(self):
        return self() + self()

def run(model):
    return model.twice()

# %%
model = Model(10)
first = run(model)

# %%
settings["rate"] = 0.5
second = run(model)

# %%
settings = {"rate": 1.0}
third = model.step()

# %%
n = first + second + third
