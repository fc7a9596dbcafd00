"""One name is two modules, one after the other, and then a variable."""
# nodes: 3
# owes: a, b, path

# %%
from os import path

# %%
a = path.basename("x/y.txt")

# %%
import posixpath as path

# %%
b = path.splitext(a)

# %%
path = "/".join(b)
