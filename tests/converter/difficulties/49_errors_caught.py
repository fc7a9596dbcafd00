"""A computation fails and is caught; the name is bound either way."""
# nodes: 2
# owes: raw, numbers, failed, seen, ok

# %%
raw = ["1", "x", "3"]

# %%
numbers = []
failed = []
for text in raw:
    try:
        numbers.append(int(text))
    except ValueError as error:
        failed.append(str(error))
    finally:
        seen = text

# %%
try:
    ok = numbers[9]
except IndexError:
    ok = len(numbers) + len(failed)
