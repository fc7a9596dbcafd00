"""A buffer is written in one cell and read in another."""
# nodes: 3
# owes: text, lines

# %%
import io

# %%
buffer = io.StringIO()

# %%
buffer.write("one\n")
print("two", file=buffer)

# %%
text = buffer.getvalue()

# %%
lines = text.splitlines()
