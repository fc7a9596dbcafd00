"""Iterators and lists of the notebook's own, documents, fields of arrays, output into a buffer."""
# nodes: 18
# owes: first, rest, none, names, tall, said, tail, held

# %%
import contextlib
import io
import xml.etree.ElementTree as ET

import numpy as np


class Count:
    def __init__(self, n):
        self.n, self.i = n, 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.i >= self.n:
            raise StopIteration
        self.i += 1
        return self.i


class Link:
    def __init__(self, value, after=None):
        self.value, self.after = value, after


class Basket:
    def __init__(self):
        self.items = []

    def add(self, item):
        self.items.append(item)
        return self


# %%
count = Count(5)

# %%
first = next(count)

# %%
rest = list(count)

# %%
none = sum(count)

# %%
root = ET.fromstring("<r><c/><c/></r>")

# %%
for each in root.iter("c"):
    each.set("name", "x")

# %%
names = [each.get("name") for each in root]

# %%
people = np.array([(20, 1.5), (30, 1.8)], dtype=[("age", "i4"), ("height", "f8")])

# %%
records = people.view(np.recarray)
records.height[0] = 9.0

# %%
tall = people["height"].tolist()

# %%
buffer = io.StringIO()

# %%
with contextlib.redirect_stdout(buffer):
    print("one")

# %%
said = buffer.getvalue()

# %%
head = Link(1, Link(2, Link(3)))

# %%
last = head
while last.after:
    last = last.after

# %%
before = None
while head:
    head.after, before, head = before, head, head.after

# %%
tail = last.after.value

# %%
apple = Link("apple")

# %%
basket = Basket().add(apple)

# %%
apple.value = "pear"

# %%
held = basket.items[0].value
