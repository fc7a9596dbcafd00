"""A helper counts in a global variable."""
# nodes: 4
# owes: counter, first, second, total

# %%
counter = 0

def tick(step):
    global counter
    counter += step
    return counter

# %%
first = tick(1)

# %%
second = tick(10)

# %%
total = counter + first + second
