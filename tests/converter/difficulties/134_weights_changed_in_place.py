"""A network by hand: arrays in a list and a dict are changed by `-=` on their items."""
# nodes: 4
# owes: weights, params, before, after

# %%
import numpy as np

weights = [np.zeros(2), np.ones(2)]
params = {"W": np.ones(2)}

def forward(x):
    for w in weights:
        x = x + w
    return x * params["W"]

def train(rate):
    for i in range(len(weights)):
        weights[i] -= rate
    for key in params:
        params[key] -= rate

# %%
before = forward(1.0)

# %%
train(0.1)

# %%
after = forward(1.0)
