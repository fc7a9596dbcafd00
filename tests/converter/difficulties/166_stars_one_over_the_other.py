"""`sqrt` is one module's for the cells above, and another's for those below."""
# nodes: 3
# owes: root, roots, low, wide

# %%
from math import *

# %%
size = len("abcd")
root = sqrt(size) + floor(size / 3)

# %%
from numpy import *

# %%
roots = sqrt(array([1.0, 4.0]))
low = floor(2.5)

# %%
wide = hypot(root, 3.0) + low
