"""Helpers are decorated, by the library and by the notebook."""
# nodes: 2
# owes: a, b

# %%
from functools import lru_cache, wraps

def twice(f):
    @wraps(f)
    def inner(*args):
        return f(f(*args))

    return inner

@twice
def plus(x):
    return x + 1

@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

# %%
a = plus(1)

# %%
b = fib(a + 20)
