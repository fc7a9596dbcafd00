"""A class is written anew, cell by cell: what was made of the earlier ones is still theirs."""
# nodes: 7
# owes: first, told, second, third, kinds, pupil, taught, named

# %%
class Member:
    def __init__(self, name):
        self.name = name


# %%
first = Member("Ann")
told = first.name

# %%
class Member:
    """Now with a greeting."""

    def __init__(self, name):
        self.name = name

    def greet(self):
        return f"{type(self).__name__} {self.name}"


class Pupil(Member):
    pass


# %%
second = Member("Bob")
pupil = Pupil("Cid")

# %%
# Greet
taught = [second.greet(), pupil.greet(), isinstance(pupil, Member)]

# %%
import math


def rounded(value):
    return math.floor(value)


class Member:
    def __init__(self, name, age):
        self.name, self.age = name, rounded(age)


# %%
third = Member("Dan", 7.5)

# %%
# Compare
kinds = [type(each).__name__ for each in (first, second, third)]

# %%
# Name
named = {each.name: each for each in [first, second, third, pupil]}

# %%
class Member:
    pass


# %%
# Go on
last = [isinstance(third, Member), len(named)]
