"""A helper gives a library a function that reads what cells computed, and whose name another has later."""
# nodes: 3
# owes: low, high, area, total

# %%
from scipy.integrate import quad


def weight(x):
    return -2 * x


# %%
low = 0
high = len("abc")

# %%
def integrand(x):
    inner, _ = quad(weight, low, x)
    return inner * high


def area_up_to(x):
    found, _ = quad(integrand, low, x)
    return found + high


# %%
area = area_up_to(2)


# %%
def integrand(x):
    return x


total, _ = quad(integrand, low, 1)
