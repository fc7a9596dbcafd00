"""`python -m benchmarks [NAME …]`: measure subjects and print each beside its peer."""

from __future__ import annotations

import sys
from importlib import import_module

from .measuring import table

SUBJECTS = {
    "start": "`nb2pipe --help` beside `kedro --help`",
    "analysis": "the analysis of a notebook beside `ast.parse` of the same cells",
    "convert": "`nb2pipe convert` beside `jupyter nbconvert --to script`",
    "chain": "a chain of trivial nodes beside Kedro's SequentialRunner, logging off",
    "nodes": "chains and fans in memory, kept and known, beside Hamilton and joblib.Memory",
    "frame": "peak memory of a 200 MB frame, beside a plain loop and Kedro",
    "edits": "eleven edits of a pipeline of twenty nodes: what runs, beside what has to",
    "rerun": "the run after an edit, beside what had to run",
    "workers": "eight nodes of a second on two workers, beside two bare processes",
    "sweep": "500 points of a small pipeline",
    "git": "git with notebooks, beside nbstripout-fast, nbstripout, and no filter",
}


def main(chosen: list[str]) -> int:
    """Measure the subjects, all of them when none is named."""
    unknown = [name for name in chosen if name not in SUBJECTS]
    if unknown:
        listed = "\n".join(f"  {name:<8} {about}" for name, about in SUBJECTS.items())
        print(f"no subject {', '.join(unknown)}; choose from\n{listed}", file=sys.stderr)
        return 2
    for name in chosen or SUBJECTS:
        rows = import_module(f".{name}", __package__).measure()
        print(f"{name}: {SUBJECTS[name]}\n{table(rows)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
