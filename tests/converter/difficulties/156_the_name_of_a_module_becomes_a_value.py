"""`json` is a module for those above, and what it has read for those below."""
# nodes: 7
# owes: text, size, json, found, again, apart

# %%
import json
import string


def written(rows):
    return json.dumps(rows)


def alphabet(size):
    return string.ascii_lowercase[:size]


# %%
text = written({"k": 1})

# %%
size = len(json.loads(text))
print(size)

# %%
json = json.loads(text)

# %%
found = json["k"] + size

# %%
letters = alphabet(3)
string = "hello" + letters

# %%
import string

again = alphabet(5)

# %%
import math

root = math.sqrt(size)
math = distance = root + 1
from math import dist as distance

apart = distance([root], [0])
