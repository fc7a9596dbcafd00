"""What star imports bring draws random numbers, makes arrays and changes them."""
# nodes: 7
# owes: a, deck, x, y, z, total

# %%
from math import *
from random import *

from numpy import linspace, asarray
from numpy.random import *

# %%
seed(5)

# %%
a = rand(3)

# %%
deck = asarray([1, 2, 3, 4, 5])
shuffle(deck)

# %%
x = linspace(0, 1, 3) + a

# %%
y = x
y += 1

# %%
z = sqrt(deck[0]) + x[0]

# %%
total = sum(x) + z
