"""A failure in a promoted notebook names the cell and the line of the notebook that it came from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nb2pipe.converter.folder import write_project
from nb2pipe.converter.promote import promote
from nb2pipe.runtime import load_project
from nb2pipe.runtime.views.summary import summary

START = "import math\nimport os\n\nrows = sorted([3, 1, 2])"
HELPER = "def root(x):\n    x = x - 1\n\n    return math.sqrt(x)"

CASES = {
    "a line of a cell": (START, "# Take more.\ntotal = sum(rows)\nextra = rows[7]", "cell 2, line 3"),
    "a line of a loop": (START, "for row in rows:\n    half = row / 2\n    bad = row / 0", "cell 2, line 3"),
    "a line of a call that is formatted anew": (
        START, ("numbers = dict(the_first_of_all_of_them = 1, the_second_one = 2,\n"
        "   the_third_one = rows[9], the_last_one = 3)"), "cell 2, line 2"),
    "a line of a helper": (START, HELPER, "low = root(rows[0] - 5)", "cell 2, line 4"),
    "a line of a cell with a tag": (START, "%%node go\nn = len(rows)\nextra = rows[n]", "cell 2, line 3"),
    "a line below a magic": (START, "%matplotlib inline\nextra = rows[7]", "cell 2, line 2"),
    "a second cell of a node": (
        "rows = sorted('ab')\nlog = rows", "log.append('c')\nextra = rows[7]", "cell 2, line 2"),
    "a helper that is handed a variable": (
        START, "def pick(at):\n    first = rows[at]\n    return first", "got = pick(\n    9\n)", "cell 2, line 2"),
    "a lambda": (START, "pick = lambda at: at[9]", "got = [pick(each) for each in [rows]]", "cell 2, line 1"),
}  # fmt: skip


@pytest.mark.parametrize("cells", CASES.values(), ids=CASES)
def test_a_failure_names_cell_and_line(cells: tuple[str, ...], write_notebook):
    *sources, place = cells
    assert f"from {place} of sample.ipynb" in told(write_notebook(*sources))


def test_lines_of_a_notebook_with_sections_are_known_too(write_notebook):
    path = write_notebook(
        "#md ## Load", START, "#md ## Use", HELPER, "#md ## More", "low = root(rows[0] - 5)"
    )
    assert "from cell 2, line 4 of sample.ipynb" in told(path)


def told(path: Path) -> str:
    """What is said of a run of the notebook's pipeline."""
    promotion = promote(path, name=package(), auto=True)
    write_project(promotion.project, promotion.folder)
    project = load_project(promotion.folder)
    return re.sub(r" +", " ", summary(project.run(cache=False), project))


NUMBERS = iter(range(1000))


def package() -> str:
    """A name of its own for each project that this process imports."""
    return f"failing_{next(NUMBERS)}"
