"""A helper remembers results in a dictionary of the notebook."""
# nodes: 3
# owes: memory, a, b, size

# %%
memory = {}

def fib(n):
    if n not in memory:
        memory[n] = n if n < 2 else fib(n - 1) + fib(n - 2)
    return memory[n]

# %%
a = fib(5)

# %%
b = fib(8)

# %%
size = len(memory) + a + b
