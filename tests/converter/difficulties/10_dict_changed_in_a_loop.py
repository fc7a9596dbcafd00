"""A loop fills a dictionary that an earlier cell made."""
# nodes: 3
# owes: words, counts, most

# %%
words = "the cat the dog the end".split()
counts = {}

# %%
for word in words:
    counts[word] = counts.get(word, 0) + 1

# %%
most = max(counts, key=counts.get)
