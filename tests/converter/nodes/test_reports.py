"""A report keeps what its cell shows: a figure, a table, a text."""

from __future__ import annotations

import pytest

LOAD = "%%node load\nimport pandas as pd\ndf = pd.DataFrame({'x': [1, 2]})"


@pytest.mark.parametrize(
    ("shows", "kind"),
    [
        ("df.head()", "pandas.CSVDataset"),
        ("print(df.describe())", "pandas.CSVDataset"),
        ("display(df.groupby('x').size())", "pandas.CSVDataset"),
        ("df.describe().shape", "text.TextDataset"),
        ("df['x'].mean().round(2)", "text.TextDataset"),
        ("df.plot()", "matplotlib.MatplotlibDataset"),
    ],
)
def test_a_report_is_kept_by_what_it_shows(analysed, shows, kind):
    graph = analysed(LOAD, f"%%report r\n{shows}", auto=False).graph
    assert graph.catalog["r"]["type"] == kind


@pytest.mark.parametrize("cell", ["for each in df['x']:\n    print(each)", "import os"])
def test_what_shows_no_value_is_kept_as_nothing(analysed, cell):
    found = analysed(LOAD, f"%%report r\n{cell}", auto=False)
    assert "r" not in found.graph.catalog
    assert "NB211" in {each.code for each in found.graph.diagnostics}


def test_what_print_shows_is_its_argument(promotes):
    promotes(
        LOAD,
        "%%report r\nprint(df.describe())",
        """
        def r(df):
            shown = df.describe()
            return shown
        """,
        auto=False,
    )


def test_a_report_does_not_take_the_place_of_a_catalog_entry(analysed):
    entry = "%%catalog\ndf:\n  type: pandas.CSVDataset\n  filepath: df.csv"
    graph = analysed(entry, "%%report df\ndf.head()", auto=False).graph
    assert graph.catalog["df"]["filepath"] == "df.csv"
    assert "df_report" in graph.catalog
