"""Print CPU milliseconds a node of a chain or fan in Hamilton; run by Hamilton's own Python."""

import sys
from time import process_time

from hamilton import ad_hoc_utils, base, driver

shape, length = sys.argv[1], int(sys.argv[2])
source = (lambda i: f"d{i}") if shape == "chain" else (lambda i: "d0")
code = "\n".join(
    f"def d{i + 1}({source(i)}: int) -> int:\n    return {source(i)} + 1\n" for i in range(length)
)
space: dict = {}
exec(code, space)
module = ad_hoc_utils.create_temporary_module(
    *[space[f"d{i + 1}"] for i in range(length)], module_name="benchmark"
)
wanted = [f"d{length}"] if shape == "chain" else [f"d{i + 1}" for i in range(length)]
made = driver.Driver({}, module, adapter=base.DefaultAdapter())
made.execute(wanted[:1] if shape == "fan" else ["d1"], inputs={"d0": 0})
sys.setrecursionlimit(100_000)
started = process_time()
made.execute(wanted, inputs={"d0": 0})
print((process_time() - started) / length * 1000)
