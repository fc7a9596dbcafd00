"""One cell writes a file that another reads."""
# nodes: 2
# owes: lines, count
# files: out.txt

# %%
lines = ["one", "two"]

# %%
with open("out.txt", "w") as f:
    f.write("\n".join(lines))

# %%
count = len(open("out.txt").read().split())
