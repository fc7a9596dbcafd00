"""Print the CPU milliseconds a node of a chain of the given length."""

import sys
from time import process_time

from nb2pipe.runtime import DataCatalog, Pipeline, node, run


def add_one(x: int) -> int:
    return x + 1


length = int(sys.argv[1])
nodes = [node(add_one, f"d{i}", f"d{i + 1}", name=f"n{i}") for i in range(length)]
pipeline = Pipeline(nodes)
run(pipeline, DataCatalog({"d0": 0}), cache=False)  # what is imported once is not the runner's

started = process_time()
result = run(pipeline, DataCatalog({"d0": 0}), cache=False)
used = process_time() - started
assert result.datasets[f"d{length}"] == length
print(used / length * 1000)
