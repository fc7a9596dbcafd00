"""Cells that only draw a picture of random numbers move the generator on."""
# nodes: 4
# owes: first, last

# %%
import matplotlib.pyplot as plt
import numpy as np

np.random.seed(7)
first = np.random.rand(3)

# %%
plt.hist(np.random.randn(20))
plt.show()

# %%
noise = np.random.rand(5)
plt.plot(noise)

# %%
last = np.random.rand(3)

# %%
plt.plot(np.random.rand(4))
