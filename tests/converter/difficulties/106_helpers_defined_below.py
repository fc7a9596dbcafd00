"""A function may name helpers that are only defined below it, even one whose defaults are data."""
# nodes: 4
# owes: words, shouted, total

# %%
words = sorted("to be or not".split())

# %%
def shout(mark="!", words=words):
    return [louder(word) + mark for word in words]

def louder(word):
    return upper(word)

def upper(word):
    return word.upper()

# %%
shouted = shout()

# %%
total = len(shout("?"))
