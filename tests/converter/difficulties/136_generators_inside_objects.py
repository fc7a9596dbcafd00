"""An object draws from a generator of its own, or keeps its one instance."""
# nodes: 3
# owes: sim, monday, tuesday

# %%
import numpy as np

class Simulator:
    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)

    def demand(self, n):
        return self.rng.poisson(5, n).tolist()

# %%
sim = Simulator(3)

# %%
monday = sim.demand(3)

# %%
tuesday = sim.demand(3)
