"""Lists and tables of a class are those of all its instances, whoever changes them."""
# nodes: 3
# owes: ann, bob, count, names, total

# %%
class Person:
    everyone = []
    by_name = {}

    def __init__(self, name):
        self.name = name

    def enters(self):
        self.everyone.append(self.name)

    @classmethod
    def enter(cls, name):
        cls.by_name[name] = len(cls.by_name)

    @staticmethod
    def forget():
        Person.by_name.clear()


# %%
ann = Person("Ann")

# %%
bob = Person("Bob")

# %%
ann.enters()

# %%
bob.enters()

# %%
count = len(ann.everyone)

# %%
Person.enter("Cid")

# %%
names = sorted(Person.by_name)

# %%
Person.forget()
Person.enter("Dan")
total = len(Person.by_name) + count
