"""Print CPU milliseconds a call of a chain of joblib.Memory calls, cold or warm."""

import sys
import tempfile
from time import process_time

from joblib import Memory


def add_one(x, number):
    return x + 1


def chain(cached, length):
    value = 0
    for number in range(length):
        value = cached(value, number)
    return value


length, how = int(sys.argv[1]), sys.argv[2]
with tempfile.TemporaryDirectory() as folder:
    cached = Memory(folder, verbose=0).cache(add_one)
    cached(-1, -1)
    if how == "known":
        chain(cached, length)
    started = process_time()
    assert chain(cached, length) == length
    used = process_time() - started
print(used / length * 1000)
