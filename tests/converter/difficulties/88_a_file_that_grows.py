"""Several cells append to one file; another lists and reads what there is."""
# nodes: 6
# owes: names, text, lengths
# files: log.txt, parts/a.csv, parts/b.csv

# %%
import csv
import glob
import os

os.makedirs("parts", exist_ok=True)

# %%
with open("log.txt", "w") as log:
    log.write("start\n")

# %%
for name in ["a", "b"]:
    with open(f"parts/{name}.csv", "w", newline="") as f:
        csv.writer(f).writerow([name, len(name)])

# %%
with open("log.txt", "a") as log:
    log.write("written\n")

# %%
names = sorted(glob.glob("parts/*.csv"))
text = open("log.txt").read()

# %%
lengths = [len(open(name).read()) for name in names]
