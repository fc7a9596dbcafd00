"""A folder of modules is put on the path by the absolute path that it has."""
# nodes: 2
# owes: longest_word, doubled

# %%
import os
import sys

here = os.path.abspath(os.curdir)
module_path = os.path.join(here, "data")
if module_path not in sys.path:
    sys.path.append(module_path)

# %%
from lengths import longest

longest_word = longest(["a", "bcd"])

# %%
doubled = longest_word * 2
