"""A function's name is given to a value, and functions that call it are called before and after."""
# nodes: 5
# owes: first, second, scale, total, each

# %%
def scale(x):
    return x + 1


# %%
def doubled(x):
    return scale(x) * 2 if callable(scale) else scale * x


# %%
first = doubled(3)

# %%
scale = first * 2

# %%
second = doubled(4) + scale

# %%
def each(x):
    return x + 1


def total_of(xs):
    return sum(each(x) for x in xs)


total = total_of([1, 2])

# %%
last = 0
for each in [total, total]:
    last += each

# %%
print(last, each)
