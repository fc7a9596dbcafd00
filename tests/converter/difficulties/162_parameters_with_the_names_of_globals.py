"""A caller has a parameter of the name of a global that its helper reads."""
# nodes: 4
# owes: rate, weight, again, mean

# %%
rate = len("ab") / 4

# %%
def step(weight):
    return weight - rate * 2


def train(weight, rate=0.1):
    return step(weight) + rate


# %%
weight = train(10.0)

# %%
rate = rate * 2
again = train(weight, 3) + step(weight)

# %%
at = lambda x: x * rate
both = lambda rate: at(rate) + 1

# %%
mean = (at(2) + both(3)) / 2
