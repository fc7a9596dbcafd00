"""Print the seconds that a run takes after one node of a chain of twenty was edited."""

import sys
from pathlib import Path
from time import perf_counter

from nb2pipe.runtime import load_project

folder, edited, seconds = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
package = folder / "chained"
package.mkdir()
(folder / "pyproject.toml").write_text('[tool.nb2pipe]\npackage = "chained"\n')
(package / "__init__.py").write_text("")
(folder / "conf" / "base").mkdir(parents=True)
(folder / "conf" / "base" / "parameters.yml").write_text("start: 0\n")
nodes = "from time import sleep\n" + "".join(
    f"\n\ndef n{i}(x):\n    sleep({seconds})\n    return x + 1\n" for i in range(1, 21)
)
(package / "nodes.py").write_text(nodes)
listed = ", ".join(
    f'node(nodes.n{i}, "{"params:start" if i == 1 else f"d{i - 1}"}", "d{i}")' for i in range(1, 21)
)
(package / "pipeline.py").write_text(
    "from nb2pipe.runtime import Pipeline, node\n\nfrom . import nodes\n\n\n"
    f"def create_pipeline():\n    return Pipeline([{listed}])\n"
)
load_project(folder).run()
function = f"def n{edited}(x):\n    sleep({seconds})\n    return x + "
(package / "nodes.py").write_text(nodes.replace(f"{function}1", f"{function}2"))
project = load_project(folder)
started = perf_counter()
result = project.run()
took = perf_counter() - started
assert result.datasets["d20"] == 21
print(took)
