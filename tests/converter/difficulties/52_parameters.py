"""Literals at the top are parameters, also where a helper reads them."""
# nodes: 2
# owes: RATE, names, options, result, text

# %%
RATE = 0.5
names = ["a", "b"]
options = {"depth": 2, "kind": "x"}

# %%
def scaled(x, rate=RATE):
    return x * rate * options["depth"]

# %%
result = [scaled(len(name)) for name in names]

# %%
text = f"{options['kind']}{result[0]:.1f}"
