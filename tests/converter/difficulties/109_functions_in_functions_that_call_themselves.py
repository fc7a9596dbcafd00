"""A function inside of a function inside of a function calls itself; functions are kept in a list."""
# nodes: 3
# owes: steps, first, texts

# %%
from functools import lru_cache

def solve(n):
    def inner(m):
        @lru_cache(None)
        def fibonacci(k):
            return k if k < 2 else fibonacci(k - 1) + fibonacci(k - 2)

        return fibonacci(m)

    return inner(n)

# %%
first = solve(10)

# %%
def shout(text, much):
    return text.upper().replace(" ", "_").strip("_").center(40, "*").replace("*", much).title()

def whisper(text, much):
    return text.lower()

# %%
steps = [shout, whisper]

# %%
texts = [step("to be", "!") for step in steps]
