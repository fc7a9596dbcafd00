"""`global` in functions that only read; a class and the table of its members; a name deleted and reused."""
# nodes: 7
# owes: t, score, total, WINS

# %%
from enum import Enum

rate = sum([0.1, 0.1])

def tax(x):
    global rate
    return x * rate

# %%
t = tax(100)

# %%
class Move(Enum):
    ROCK = "r"
    PAPER = "p"

    def beats(self, other):
        return (self, other) in WINS

WINS = {(Move.PAPER, Move.ROCK)}

# %%
score = 0
for a, b in [(Move.PAPER, Move.ROCK), (Move.ROCK, Move.ROCK)]:
    if a.beats(b):
        score += 1

# %%
tmp = list(range(5))
n = len(tmp)

# %%
del tmp
tmp = n * 2

# %%
total = tmp + 1
