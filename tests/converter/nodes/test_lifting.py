"""Reads and writes become entries of the catalog where a function has them at its edge."""

from __future__ import annotations

import pytest

PANDAS = "import pandas as pd"
FRAME = f"{PANDAS}\ndf = pd.DataFrame({{'x': [1, 2]}})"


def catalog(analysed, *cells: str, auto: bool = True) -> list[str]:
    return sorted(analysed(*cells, auto=auto).graph.catalog)


def test_a_frame_is_written_as_it_was_not_as_the_node_leaves_it(analysed):
    cells = (
        FRAME,
        "both = [df, df.copy()]\ndf.to_csv('df.csv')",
        "for each in both:\n    each['y'] = 1",
    )
    assert catalog(analysed, *cells) == []


def test_a_frame_that_is_deleted_is_written_in_code(analysed):
    assert catalog(analysed, FRAME, "df.to_csv('df.csv')\ndel df\nm = 1") == []


def test_a_read_in_the_middle_of_a_node_stays_in_code(analysed):
    cells = (
        f"%%node t\n{FRAME}\nfirst = df.x.sum()",
        "%%node t\ndf = pd.read_csv('x.csv')",
        "%%node t\nsecond = df.x.sum()",
    )
    assert catalog(analysed, *cells, auto=False) == []


@pytest.mark.parametrize(
    "call",
    [
        "pd.read_csv('x.csv', chunksize=10)",
        "pd.read_csv('x.csv', iterator=True)",
        "pd.read_excel('x.xlsx', sheet_name=None)",
        "pd.read_json('x.json', typ='series')",
    ],
)
def test_what_reads_no_whole_frame_stays_in_code(analysed, call):
    assert catalog(analysed, f"{PANDAS}\nx = {call}", "y = list(x)") == []


def test_what_is_added_to_a_file_stays_in_code(analysed):
    assert catalog(analysed, FRAME, "df.to_csv('log.csv', mode='a')") == []


def test_pieces_of_a_table_keep_their_cells_together(analysed):
    cells = (f"{PANDAS}\nx = pd.read_csv('x.csv', chunksize=1)", "a = next(x)", "b = next(x)")
    assert len(analysed(*cells).graph.nodes) == 1
