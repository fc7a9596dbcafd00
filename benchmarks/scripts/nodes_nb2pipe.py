"""Print CPU milliseconds a node: chain or fan of a length; in memory, kept anew, or known."""

import sys
import tempfile
from time import process_time

from nb2pipe.runtime import DataCatalog, Pipeline, node, run


def add_one(x: int) -> int:
    return x + 1


shape, length, how = sys.argv[1], int(sys.argv[2]), sys.argv[3]
source = (lambda i: f"d{i}") if shape == "chain" else (lambda i: "d0")
nodes = [node(add_one, source(i), f"d{i + 1}", name=f"n{i}") for i in range(length)]
pipeline = Pipeline(nodes)

with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as folder:
    options = {"cache": False} if how == "memory" else {"store": folder}
    # what is imported once is not the runner's
    run(Pipeline(nodes[:5]), DataCatalog({"d0": 0}), **{**options, "store": first})
    if how == "known":
        run(pipeline, DataCatalog({"d0": 0}), **options)
    started = process_time()
    result = run(pipeline, DataCatalog({"d0": 0}), **options)
    used = process_time() - started
assert result.status == "success"
print(used / length * 1000)
