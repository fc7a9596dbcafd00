"""The working directory changes, and modules are imported from the new one."""
# nodes: 4
# owes: longest_word, folder, doubled

# %%
import os

if os.path.basename(os.getcwd()) != "data":
    os.chdir("data")

# %%
from lengths import longest

longest_word = longest(["a", "bcd"])

# %%
folder = os.path.basename(os.getcwd())

# %%
doubled = folder * longest_word
