"""Names come from a star import, and a name is deleted."""
# nodes: 3
# owes: r, area

# %%
from math import *

# %%
r = floor(2.7)

# %%
scratch = r * 100

# %%
area = pi * r ** 2 + scratch
del scratch
