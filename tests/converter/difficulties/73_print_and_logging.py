"""Cells print and log on the way; what they compute is what counts."""
# nodes: 3
# owes: n, squares, total

# %%
import logging

logger = logging.getLogger(__name__)

# %%
n = len("abcd")
print("n is", n)

# %%
squares = []
for i in range(n):
    squares.append(i * i)
    print(i, end=" ")
logger.info("done")

# %%
total = sum(squares)
f"of {n}"
