"""Functions in a tuple, a table of commands, a loop over them: what they change is changed."""
# nodes: 5
# owes: steps, history, n, m

# %%
steps = []
history = []

def bubble(numbers):
    numbers.sort()
    steps.append(numbers[:])

def select(numbers):
    numbers.sort(reverse=True)
    steps.append(numbers[:])

def add(a, b):
    history.append(("+", a, b))
    return a + b

# %%
for sort in (bubble, select):
    sort([3, 1, 2])

# %%
n = len(steps)

# %%
commands = {"+": add}
total = commands["+"](2, 3)

# %%
m = len(history) + total
