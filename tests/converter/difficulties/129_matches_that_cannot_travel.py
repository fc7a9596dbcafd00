"""What a pattern finds is gone over where it is found, and the same names serve in each cell."""
# nodes: 3
# owes: text, pattern, words, longest

# %%
import re

text = "hello 123_ world"
pattern = re.compile(r"\w+")
matches = pattern.finditer(text)
for match in matches:
    print(match.group())

# %%
text = "a bb ccc"
match = pattern.match(text)
matches = re.finditer(r"[a-z]+", text)
words = []
for match in matches:
    words.append(match.group())

# %%
longest = max(words, key=len)
