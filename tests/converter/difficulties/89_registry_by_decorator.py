"""A decorator registers functions as they are defined."""
# nodes: 5
# owes: found, values

# %%
REGISTRY = {}


def register(f):
    REGISTRY[f.__name__] = f
    return f


# %%
@register
def double(x):
    return 2 * x


# %%
@register
def square(x):
    return x * x


# %%
found = sorted(REGISTRY)

# %%
values = [REGISTRY[name](3) for name in found]
