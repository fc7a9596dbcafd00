"""An import that may fail has another in its place."""
# nodes: 3
# owes: HAS_FAST, text, found

# %%
try:
    import surely_not_installed_json as json
except ImportError:
    import json

try:
    from surely_not_installed import fast
    HAS_FAST = True
except ImportError:
    fast = None
    HAS_FAST = False

# %%
text = json.dumps({"fast": HAS_FAST})

# %%
found = json.loads(text)["fast"] or fast is not None
