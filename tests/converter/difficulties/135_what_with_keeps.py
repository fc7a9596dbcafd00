"""`with` binds a name that is read below it; threads are started and waited for."""
# nodes: 4
# owes: n_warnings, counter, doubled

# %%
import threading
import warnings

counter = 0

def work(n):
    global counter
    for _ in range(n):
        counter += 1

# %%
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("old", DeprecationWarning)
n_warnings = len(caught)

# %%
threads = [threading.Thread(target=work, args=(100,)) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()

# %%
doubled = counter * 2
