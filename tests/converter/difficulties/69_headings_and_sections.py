"""Markdown headings make modules, whose helpers are shared."""
# nodes: 3
# owes: words, lengths, longest

# %% [markdown]
# # Report
# ## Load the words

# %%
def clean(word):
    return word.strip().lower()

words = [clean(word) for word in [" One", "Two ", "Three"]]

# %% [markdown]
# ## Measure them

# %%
# How long each word is.
lengths = {clean(word): len(word) for word in words}

# %%
longest = max(lengths, key=lengths.get)
