"""Functions in functions read what is around them, at every level."""
# nodes: 3
# owes: weight, total, ranks

# %%
weight = float(len("ab"))

# %%
def score(items):
    def one(item):
        def scaled(v):
            return v * weight

        return scaled(item) + 1

    return [one(item) for item in items]

# %%
total = sum(score([1, 2]))

# %%
ranks = {name: score([n])[0] for n, name in enumerate("ab")}
