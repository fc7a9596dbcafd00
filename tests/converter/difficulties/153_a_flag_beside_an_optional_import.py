"""A flag says whether an import was there, set above, inside or after it."""
# nodes: 7
# owes: HAS_FAST, backend, mode, text, size, ON_BOARD, root

# %%
HAS_FAST = True
try:
    import surely_not_installed as fast
except ImportError:
    HAS_FAST = False

# %%
backend = "none"
try:
    import json as found

    backend = "json"
except ImportError:
    pass

# %%
def dump(rows):
    if backend == "json":
        return found.dumps(rows)
    return str(rows)


# %%
mode = "fast" if HAS_FAST else "slow"

# %%
text = dump([1, 2])

# %%
size = len(text) + len(mode)

# %%
try:
    import surely_not_installed as xp

    ON_BOARD = True
except ImportError:
    import math as xp

    ON_BOARD = False

# %%
root = xp.sqrt(size) + ON_BOARD
