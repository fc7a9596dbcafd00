"""Helpers call themselves and each other, and read a variable on the way."""
# nodes: 3
# owes: limit, values, evens

# %%
limit = len("0123456789")

# %%
def fact(n):
    return 1 if n <= 1 else min(n * fact(n - 1), limit * 1000)

def is_even(n):
    return True if n == 0 else is_odd(n - 1)

def is_odd(n):
    return False if n == 0 else is_even(n - 1)

# %%
values = [fact(n) for n in range(limit)]

# %%
evens = [n for n in range(len(values)) if is_even(n)]
