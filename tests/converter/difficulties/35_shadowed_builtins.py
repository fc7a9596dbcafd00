"""Names of Python itself are assigned."""
# nodes: 3
# owes: list, sum, max, result

# %%
list = [3, 1, 2]

# %%
sum = 0
for x in list:
    sum = sum + x

# %%
max = sum * 2

# %%
result = (max, sorted(list))
