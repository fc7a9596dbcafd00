"""`match` binds names by shape."""
# nodes: 1
# owes: shape, area

# %%
shape = {"kind": "box", "sides": [2, 3]}

# %%
match shape:
    case {"kind": "box", "sides": [w, h]}:
        area = w * h
    case {"kind": "dot"}:
        area = 0
    case _:
        area = None
