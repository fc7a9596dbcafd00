"""Run the spaceflights notebook, and compare what it made with what its pipeline stored.

Run `python prove.py [EXECUTED.ipynb]` where the notebook and its project are; the executed notebook
is kept under that name.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

NOTEBOOK = "spaceflights.ipynb"

PROOF = """
from nb2pipe import load_project

stored = load_project("spaceflights").catalog
stored_model = stored.load("price_model")
assert stored.load("scores") == scores
assert stored_model.intercept_ == price_model.intercept_
assert stored_model.coef_.tolist() == price_model.coef_.tolist()
pd.testing.assert_frame_equal(stored.load("model_input_table"), model_input_table)
"""


def prove(folder: Path, executed: Path) -> None:
    """Run the notebook with the proof as its last cell.

    Raises PapermillExecutionError where something differs.
    """
    from papermill import execute_notebook

    content = json.loads((folder / NOTEBOOK).read_text(encoding="utf-8"))
    cell = {"cell_type": "code", "id": "proof", "metadata": {}, "outputs": [], "source": PROOF}
    content["cells"].append(cell | {"execution_count": None})
    executed.write_text(json.dumps(content), encoding="utf-8")
    quiet = ["--log-level=CRITICAL"]  # of the kernel, which logs that it is told to end
    execute_notebook(executed, executed, cwd=folder, progress_bar=False, extra_arguments=quiet)


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        kept = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(scratch, NOTEBOOK)
        prove(Path.cwd(), kept)
    print("The pipeline stored what the notebook made: the same table, model and scores.")


if __name__ == "__main__":
    main()
