"""Promote the spaceflights notebook, prove it, run it, and say what was made."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
STEPS = (
    "python generate_data.py",
    "nb2pipe convert spaceflights.ipynb --verify",
    "nb2pipe run spaceflights",
)
SUMMARY = """
Made of sample_notebooks/spaceflights.ipynb, beside it:
  spaceflights/                     the project; read spaceflights/spaceflights/nodes/ first
  data/price_model.pkl              the price model, trained on {rows:,} shuttles
  data/scores.json                  its scores: R² {r2:.3f}, ${mean_absolute_error:,.0f} off on average
  data/model_input_table.parquet    the table behind it
  reports/predicted_prices.png/     the plot, one version a run

Try next:
  cd sample_notebooks && export PATH="$PWD/../.demo/bin:$PATH"
  nb2pipe run spaceflights --params test_size=0.3
  nb2pipe viz spaceflights -o graph.html
  and change a cell of the notebook: `nb2pipe convert spaceflights.ipynb` carries it over\
"""


def main() -> int:
    """Take the steps as a reader would type them; stops at the first that fails."""
    for step in STEPS:
        print(f"\n$ {step}", flush=True)
        words = step.removeprefix("python ").replace("nb2pipe ", "-m nb2pipe ", 1).split()
        status = subprocess.run([sys.executable, *words], cwd=HERE, check=False).returncode
        if status:
            return status
    scores = json.loads((HERE / "data" / "scores.json").read_text(encoding="utf-8"))
    print(SUMMARY.format(rows=_rows(), **scores))
    return 0


def _rows() -> int:
    from pyarrow.parquet import read_metadata

    return read_metadata(HERE / "data/model_input_table.parquet").num_rows


if __name__ == "__main__":
    sys.exit(main())
