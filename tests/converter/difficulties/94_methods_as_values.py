"""Bound methods and callable objects are passed on."""
# nodes: 4
# owes: scale, order, shout, words

# %%
class Scale:
    def __init__(self, factor):
        self.factor = factor

    def __call__(self, x):
        return x * self.factor

    def key(self, word):
        return -len(word) * self.factor

# %%
scale = Scale(len("ab"))

# %%
order = sorted(["a", "ccc", "bb"], key=scale.key)

# %%
shout = [str.upper(word) for word in order]

# %%
words = [scale(word) for word in shout]
