"""A path opens its file to write it, touches it, and what is packed has other names inside."""
# nodes: 9
# owes: first, there, second, names
# files: out.txt, flag

# %%
import zipfile
from pathlib import Path

# %%
out = Path("out.txt")
flag = Path("flag")

# %%
with out.open("w") as file:
    file.write("hello")

# %%
first = out.read_text()

# %%
with out.open(mode="a") as file:
    file.write(" you")

# %%
flag.touch()

# %%
there = flag.exists()

# %%
second = out.read_text()

# %%
with zipfile.ZipFile("all.zip", "w") as packed:
    packed.write("out.txt")

# %%
with zipfile.ZipFile("all.zip") as packed:
    names = packed.namelist()
