"""Functions are members of a dictionary, and are chosen by a computed name."""
# nodes: 4
# owes: numbers, choice, value, MEASURES

# %%
def mean(xs):
    return sum(xs) / len(xs)

def spread(xs):
    return max(xs) - min(xs)

MEASURES = {"mean": mean, "spread": spread}

# %%
numbers = [1, 2, 6]

# %%
choice = "mean" if numbers[-1] < 5 else "spread"

# %%
value = MEASURES[choice](numbers)
