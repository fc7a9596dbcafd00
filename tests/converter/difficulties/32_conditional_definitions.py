"""What a function is depends on a condition."""
# nodes: 3
# owes: size, made, other

# %%
import sys

if sys.version_info >= (3, 0):
    def combine(a, b):
        return a + b
else:
    def combine(a, b):
        return a - b

# %%
size = len("abc")

# %%
made = combine(size, 4)

# %%
if made > 5:
    other = made * 2
else:
    other = 0
