"""A notebook of tools is run by this one, and runs another itself."""
# nodes: 4
# owes: base, scaled, seen, total

# %%
%run beside.ipynb
rate = len(base) / 8

# %%
scaled = [rate * each for each in base]

# %%
again = square(5)

# %%
total = deep(sum(scaled)) + again
