"""A loop goes on until it converges, with what other cells set."""
# nodes: 3
# owes: guess, steps, history, answer

# %%
guess = float(len("1234"))
history = []

# %%
steps = 0
while abs(guess * guess - 2) > 1e-9:
    history.append(guess)
    guess = (guess + 2 / guess) / 2
    steps += 1

# %%
answer = round(guess, 6) + steps
