"""A helper changes all that it is given, however many, and by whatever name."""
# nodes: 3
# owes: a, b, total, most

# %%
def extended(first, *others, by=0):
    for each in (first, *others):
        each.append(by)


def marked(**lists):
    for name, each in lists.items():
        each.insert(0, name)


# %%
a, b = [1], [2, 3]
c = [len(a)]

# %%
extended(c, a, b, by=7)

# %%
marked(x=a, y=b)

# %%
total = len(a) + len(b) + len(c)

# %%
most = max(a[-1], total)
