"""A function keeps what it has seen as an attribute of its own."""
# nodes: 2
# owes: first, second, calls, third, other

# %%
def doubled(x):
    doubled.calls += 1
    return 2 * x


doubled.calls = 0


def named(x):
    named.seen = [*getattr(named, "seen", []), x]
    return len(named.seen)


# %%
first = doubled(1)

# %%
second = doubled(first)

# %%
calls = doubled.calls

# %%
third = named("a")

# %%
other = named("b")
