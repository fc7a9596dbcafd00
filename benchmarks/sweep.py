"""A sweep of 500 points of a small pipeline, each recorded."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from nb2pipe.runtime import load_project
from nb2pipe.runtime.sweeps.sweep import sweep

from .measuring import Row

FILES = {
    "pyproject.toml": '[tool.nb2pipe]\npackage = "swept"\n',
    "swept/__init__.py": "",
    "swept/nodes.py": (
        "def load(start):\n    return list(range(start))\n\n\n"
        "def scale(values, factor):\n    return [value * factor for value in values]\n\n\n"
        "def score(scaled):\n    return {'total': sum(scaled)}\n"
    ),
    "swept/pipeline.py": (
        "from nb2pipe.runtime import Pipeline, node\n\nfrom . import nodes\n\n\n"
        "def create_pipeline():\n    return Pipeline([\n"
        '        node(nodes.load, "params:start", "values"),\n'
        '        node(nodes.scale, ["values", "params:factor"], "scaled"),\n'
        '        node(nodes.score, "scaled", "scores"),\n    ])\n'
    ),
    "conf/base/parameters.yml": "{start: 100, factor: 1}\n",
    "conf/base/catalog.yml": "scores: {type: metrics.MetricsDataset, filepath: scores.json}\n",
}


def measure() -> list[Row]:
    """Points a second."""
    with TemporaryDirectory() as name:
        for file, content in FILES.items():
            path = Path(name, file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        project = load_project(name)
        started = perf_counter()
        found = list(sweep(project, {"factor": list(range(500))}))
        took = perf_counter() - started
    if len({point.metrics["scores.total"] for point in found}) != 500:
        raise ValueError("points of the sweep are missing")
    return [Row("sweep of 500 points", 500 / took, None, "", "points/s")]
