"""Cells set environment variables and change the working directory."""
# nodes: 5
# owes: mode, listed
# files: inside/here.txt

# %%
import os

os.environ["SAMPLE_MODE"] = "fast"
os.makedirs("inside", exist_ok=True)

# %%
mode = os.environ["SAMPLE_MODE"] + os.environ.get("SAMPLE_OTHER", "")

# %%
os.chdir("inside")

# %%
with open("here.txt", "w") as f:
    f.write(mode)

# %%
listed = sorted(os.listdir("."))
os.chdir("..")
