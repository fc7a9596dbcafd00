"""One name is a function, then a value, then a function again."""
# nodes: 4
# owes: text, words, count, last

# %%
text = "to be or not to be"

# %%
def words(text):
    return text.split()

words = words(text)

# %%
count = len(words)

# %%
def count(text):
    return len(text)

last = count("be")

# %%
count = count(text)
