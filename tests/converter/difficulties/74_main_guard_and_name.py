"""`if __name__ == "__main__":` runs in a notebook."""
# nodes: 3
# owes: x, y, z

# %%
def main():
    return len("main")

# %%
x = main()

# %%
if __name__ == "__main__":
    y = main() * 2

# %%
z = y + x
