"""Names are not ASCII, lines are joined, statements share a line."""
# nodes: 3
# owes: größe, x, y, text

# %%
größe = len("drei"); x = 1 + \
    2

# %%
合計 = größe * x
y = [合計,
     x]

# %%
text = """two
lines %time
!not a command"""

# %%
# (nothing but a comment)
