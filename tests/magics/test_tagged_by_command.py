"""A notebook that `nb2pipe tag` tagged runs as it ran before."""

from __future__ import annotations

from nb2pipe.converter.tagging import tag_notebook

CELLS = (
    "import math",
    "RATE = 0.5\nrows = [math.pi * RATE, 1]",
    "%%time\nrows.append(len(rows))",
    "for each in rows:\n    last = [each]",
    "print(last)",
    "total = sum(rows)\ntotal",
)


def test_the_tagged_cells_run_as_the_plain_ones(live):
    cells = [
        {"cell_type": "code", "id": f"c{at}", "metadata": {}, "outputs": [], "source": source}
        for at, source in enumerate(CELLS)
    ]
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    tagged = tag_notebook(content, name="sample").content["cells"]
    answers = [live.run(cell["source"], cell["id"]) for cell in tagged]
    assert [answer.status for answer in answers] == ["ok"] * 8
    assert (answers[-2].stdout, answers[-1].text) == ("[2]\n", str(0.5 * 3.141592653589793 + 3))
