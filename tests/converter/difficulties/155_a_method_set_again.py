"""A function becomes a method, and another one of its name takes its place."""
# nodes: 2
# owes: word, first, second, third

# %%
class Word:
    def __init__(self, text):
        self.text = text


# %%
def say(self):
    return self.text


Word.say = say
del say

# %%
word = Word("ab")
first = word.say()

# %%
def say(self):
    return self.text.upper() + "!"


Word.say = say

# %%
second = word.say()

# %%
third = Word("cd").say()
