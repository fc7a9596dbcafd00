"""Modules that lie beside the notebook are imported from there."""
# nodes: 3
# owes: word, shouted, n

# %%
import beside
from beside import shout

# %%
word = "".join(["a", "b"])

# %%
shouted = shout(word)

# %%
n = beside.LENGTH + len(shouted)
