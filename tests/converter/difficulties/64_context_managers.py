"""`with` opens what one cell uses, and a notebook's own manager."""
# nodes: 4
# owes: log, text, n
# files: a.txt

# %%
from contextlib import contextmanager

log = []

@contextmanager
def logged(name):
    log.append(f"enter {name}")
    yield name.upper()
    log.append(f"leave {name}")

# %%
with logged("one") as shouted, open("a.txt", "w") as f:
    f.write(shouted)

# %%
with open("a.txt") as f:
    text = f.read()

# %%
n = len(log) + len(text)
