"""What classes and functions keep from one cell to the next, and lists that objects enter."""
# nodes: 10
# owes: first, second, made, animals, names, called, log, pos, counted

# %%
class Account:
    rate = 0.02
    opened = 0

    def __init__(self, balance):
        self.balance = balance
        type(self).opened += 1

    def interest(self):
        return self.balance * self.rate


animals = []


class Animal:
    def __init__(self, name):
        self.name = name
        animals.append(self)


def append_to(x, items=[]):
    items.append(x)
    return items


# %%
account = Account(100)
first = account.interest()

# %%
Account.rate = 0.03

# %%
second = account.interest()

# %%
made = Account(5).opened

# %%
rex = Animal("Rex")

# %%
tom = Animal("Tom")

# %%
# Name them
names = [type(each).__name__ + each.name for each in animals]

# %%
append_to(1)

# %%
called = append_to(2)


# %%
class Tag:
    log = []

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        Tag.log.append(self.name)

    def __exit__(self, *error):
        Tag.log.append("/" + self.name)


# %%
with Tag("html"), Tag("p"):
    print("text")

# %%
log = list(Tag.log)

# %%
pos = 0


# %%
def advance():
    global pos
    pos += 1
    return pos


# %%
counted = [advance() for _ in range(3)]

# %%
# Use it again
pos = pos + len(counted)
