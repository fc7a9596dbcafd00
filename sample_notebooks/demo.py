"""Promote the spaceflights notebook, prove it, run it, and say what was made."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from generate_data import generate

HERE = Path(__file__).parent
COMMANDS = (
    "nb2pipe convert spaceflights.ipynb --verify",
    "nb2pipe run spaceflights",
)
SUMMARY = """
Made of the notebook sample_notebooks/spaceflights.ipynb, in sample_notebooks/:
  spaceflights/                     the project: functions, a pipeline, a catalog, tests
  data/price_model.pkl              the model that the pipeline made of {rows:,} shuttles
  data/scores.json                  its scores: R² {r2:.3f}, off by ${mean_absolute_error:,.0f} on average
  data/model_input_table.parquet    the table that it was trained on

To try next, with .demo/bin on the PATH and in sample_notebooks/:
  nb2pipe run spaceflights --params test_size=0.3
  nb2pipe viz spaceflights -o graph.html
  change a cell, and convert again
"""


def main() -> int:
    """Run the commands as a reader would type them; stops at the first that fails."""
    print("$ python generate_data.py", flush=True)
    generate(HERE / "data")
    for command in COMMANDS:
        print(f"\n$ {command}", flush=True)
        status = subprocess.run([sys.executable, "-m", *command.split()], cwd=HERE).returncode
        if status:
            return status
    print(SUMMARY.format(rows=_rows(), **json.loads((HERE / "data/scores.json").read_text())))
    return 0


def _rows() -> int:
    from pyarrow.parquet import read_metadata

    return read_metadata(HERE / "data/model_input_table.parquet").num_rows


if __name__ == "__main__":
    sys.exit(main())
