"""A base's method calls what its subclasses define, and one of those draws."""
# nodes: 4
# owes: values, n

# %%
import random

random.seed(4)

# %%
class Sensor:
    def __init__(self):
        self.seen = []

    def read(self):
        self.seen.append(self.measured())
        return self.seen[-1]

    def measured(self):
        raise NotImplementedError

class Noisy(Sensor):
    def measured(self):
        return random.random()

class Steady(Sensor):
    def measured(self):
        return 1.0

# %%
sensors = {"noisy": Noisy(), "steady": Steady()}

# %%
values = [sensors[name].read() for name in ("noisy", "steady", "noisy")]

# %%
n = len(sensors["noisy"].seen) + round(sum(values))
