"""An option that is set several times is set where it was in force, by what it concerns."""

from __future__ import annotations

import pytest

START = "import matplotlib.pyplot as plt\nimport pandas as pd\ndf = pd.DataFrame({'a': [1, 2]})"


def functions(promoted, *cells: str) -> tuple[str, list[str]]:
    """The top of the module, and its functions."""
    top, *found = promoted(*cells).project.files["sample/nodes.py"].split("\ndef ")
    return top, found


def test_an_option_that_is_set_once_stands_at_module_level(promoted):
    top, _ = functions(promoted, START, "pd.set_option('display.max_rows', 4)", "s = str(df)")
    assert "set_option" in top


def test_a_function_begins_with_the_last_setting_above_it(promoted):
    top, found = functions(
        promoted,
        START,
        "pd.set_option('display.max_rows', 4)",
        "short = str(df)",
        "pd.set_option('display.max_rows', 9)",
        "long = str(df) * 2",
    )
    assert "set_option" not in top
    assert [each.count("set_option") for each in found[1:]] == [1, 1]
    assert '"display.max_rows", 4' in found[1]
    assert '"display.max_rows", 9' in found[2]


def test_options_with_other_keys_are_others(promoted):
    top, _ = functions(
        promoted,
        START,
        "pd.set_option('display.max_rows', 4)\npd.set_option('display.max_columns', 9)",
        "s = str(df)",
    )
    assert top.count("set_option") == 2


def test_a_style_concerns_what_draws(promoted):
    _, found = functions(
        promoted,
        START,
        "plt.rcParams['lines.linewidth'] = 1",
        "plt.plot([1]); plt.savefig('a.png')",
        "n = len(df) * 2",
        "plt.rcParams['lines.linewidth'] = 3",
        "plt.plot([2]); plt.savefig('b.png')",
    )
    settings = {each.partition("(")[0]: each.count("rcParams") for each in found}
    assert settings == {"make_df": 0, "plot_a": 1, "compute_n": 0, "plot_b": 1}


@pytest.mark.parametrize("kept", ["plt.style.use('ggplot')", "pd.options.display.width = 50"])
def test_the_same_setting_twice_is_one(promoted, kept):
    top, _ = functions(promoted, START, kept, "s = str(df)", kept, "t = str(df) * 2")
    assert kept.replace("'", '"') in top


def test_an_option_that_is_set_alike_in_several_cells_stands_once(promoted):
    kept = "plt.rcParams['lines.linewidth'] = 3"
    drawing = "plt.plot([1]); plt.savefig('{}.png')"
    top, _ = functions(promoted, START, kept, drawing.format("a"), kept, drawing.format("b"))
    assert top.count("linewidth") == 1


def test_an_option_is_not_set_for_what_stands_above_it(promoted):
    top, found = functions(
        promoted,
        START,
        "plt.plot([1]); plt.savefig('a.png')",
        "plt.rcParams['lines.linewidth'] = 3",
        "plt.plot([2]); plt.savefig('b.png')",
    )
    assert "rcParams" not in top
    assert [each.count("rcParams") for each in found[-2:]] == [0, 1]
