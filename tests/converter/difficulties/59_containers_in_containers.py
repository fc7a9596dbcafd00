"""A list in a dictionary grows through `setdefault` and through its own name."""
# nodes: 3
# owes: index, first, total

# %%
index = {}

# %%
for word in ["ab", "ac", "b"]:
    index.setdefault(word[0], []).append(word)

# %%
first = index["a"]

# %%
first.append("ad")

# %%
total = sum(len(words) for words in index.values())
