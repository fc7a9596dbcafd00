"""A function inside a function counts its calls in a variable of the notebook."""
# nodes: 3
# owes: table, total, n

# %%
n_calls = 0

def counted(function):
    def inner(x):
        global n_calls
        n_calls += 1
        return function(x)
    return inner

def square(x):
    return x * x

# %%
table = []
for start in [1, 2, 3]:
    n_calls = 0
    result = counted(square)(start)
    table.append((start, n_calls, result))

# %%
total = sum(row[1] for row in table)

# %%
n = total + 1
