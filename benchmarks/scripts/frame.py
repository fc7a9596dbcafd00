"""Print the peak memory in MB of a 200 MB frame on its way through five functions."""

import resource
import sys

import numpy as np
import pandas as pd


def make(_):
    return pd.DataFrame({f"c{i}": np.full(2_500_000, float(i)) for i in range(10)})


def same(df):
    return df


def more(df):
    return df.assign(new=1.0)


def count(df):
    return len(df)


change = {"pass": same, "add": more}[sys.argv[2]]
if sys.argv[1] == "loop":
    df = make(0)
    for _ in range(5):
        df = change(df)
    assert count(df)
elif sys.argv[1] == "nb2pipe":
    from nb2pipe.runtime import node, run

    steps = [node(change, f"d{i}", f"d{i + 1}", name=f"n{i}") for i in range(5)]
    nodes = [node(make, "a", "d0"), *steps, node(count, "d5", "n")]
    assert run(nodes, {"a": 0}, cache=False).datasets["n"]
else:
    import logging

    from kedro.io import DataCatalog, MemoryDataset
    from kedro.pipeline import Pipeline, node
    from kedro.runner import SequentialRunner

    logging.disable(logging.CRITICAL)
    steps = [node(change, f"d{i}", f"d{i + 1}", name=f"n{i}") for i in range(5)]
    nodes = [node(make, "a", "d0"), *steps, node(count, "d5", "n")]
    SequentialRunner().run(Pipeline(nodes), DataCatalog({"a": MemoryDataset(0)}))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
