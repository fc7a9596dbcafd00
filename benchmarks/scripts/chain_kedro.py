"""Print the CPU milliseconds a node of the same chain in Kedro; run by Kedro's own Python."""

import logging
import sys
from time import process_time

from kedro.io import DataCatalog, MemoryDataset
from kedro.pipeline import Pipeline, node
from kedro.runner import SequentialRunner

logging.disable(logging.CRITICAL)


def add_one(x):
    return x + 1


def catalog():
    return DataCatalog({"d0": MemoryDataset(0)})


length = int(sys.argv[1])
pipeline = Pipeline([node(add_one, f"d{i}", f"d{i + 1}", name=f"n{i}") for i in range(length)])
few = Pipeline([node(add_one, "d0", "d1", name="n0")])
SequentialRunner().run(few, catalog())

started = process_time()
made = SequentialRunner().run(pipeline, catalog())
used = process_time() - started
assert made[f"d{length}"].load() == length
print(used / length * 1000)
