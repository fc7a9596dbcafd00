"""Where figures stay open, what draws on them counts, whoever draws."""

from __future__ import annotations

START = "import matplotlib\nmatplotlib.use('Agg')\nimport matplotlib.pyplot as plt"


def nodes_of(analysis) -> list[tuple[int, ...]]:
    return [node.cells for node in analysis.graph.nodes]


def test_a_library_that_draws_on_an_open_figure_is_part_of_it(analysed):
    draws = "from scipy.cluster.hierarchy import dendrogram\ndendrogram(links)"
    cells = (START, "plt.plot([1, 2])", draws, "plt.title('b')\nplt.savefig('b.png')")
    assert nodes_of(analysed(*cells)) == [(2, 3, 4)]


def test_a_figure_that_a_cell_opens_is_its_own(analysed):
    cells = (START, "plt.plot([1, 2])", "plt.figure()\nplt.plot([2, 1])\nplt.savefig('b.png')")
    assert nodes_of(analysed(*cells)) == [(3,)]


def test_a_figure_that_nobody_saves_is_left_out(analysed):
    cells = (START, "plt.plot([1, 2])", "plt.plot([2, 1])\nplt.show()")
    assert nodes_of(analysed(*cells)) == []


def test_jupyters_own_backend_closes_what_a_cell_drew(analysed):
    cells = (
        "import matplotlib.pyplot as plt",
        "plt.plot([1])",
        "plt.plot([2])\nplt.savefig('b.png')",
    )
    assert nodes_of(analysed(*cells)) == [(3,)]
