"""The diff driver shows a notebook as its cells say it."""

from __future__ import annotations

import pytest

from nb2pipe.gitfilter import Settings, textconv
from nb2pipe.gitfilter.compare import compare


def shown(make, *cells, **settings) -> list[str]:
    return textconv(make.notebook(*cells).encode(), Settings(**settings)).splitlines()


@pytest.mark.parametrize(
    ("source", "tags", "title"),
    [
        ("x = 1", [], "code"),
        ("%%node clean --tags a\nx", [], "node clean"),
        ("%%node -o a\nx", [], "node"),
        ("%%params\nx = 1", [], "params"),
        ("%%time\nx", [], "code"),
        ("%%", [], "code"),
        ("x", ["node:clean"], "node clean"),
        ("x", ["parameters"], "params"),
        ("x", ["mine", "skip"], "skip"),
        ("%%setup\nx", ["node"], "setup"),
    ],
)
def test_a_cell_is_headed_by_number_role_and_name(make, source, tags, title) -> None:
    cell = make.code(source, metadata={"tags": tags})
    assert shown(make, make.markdown("# T"), cell)[3] == f"\u2500\u2500 2 {title}"


def test_source_and_tags_stand_under_the_heading(make) -> None:
    lines = shown(make, make.code("a = '\u00e9'\nb", metadata={"tags": ["t", "u"]}))
    assert lines[1:4] == ["tags: t, u", "a = '\u00e9'", "b"]


def test_outputs_that_would_not_be_committed_are_not_shown(make) -> None:
    assert "SECRET" not in "".join(shown(make, make.code("a", run=1)))


def test_a_kept_output_is_one_line(make) -> None:
    lines = shown(make, make.code("a", run=1), keep_outputs=True)
    assert [line.split(" (")[0] for line in lines if line.startswith("\u2192")] == [
        "\u2192 stream stdout",
        "\u2192 image/png",
    ]


def test_notebooks_that_only_ran_differ_in_nothing(make) -> None:
    old, new = (make.notebook(make.code("a", run=run)).encode() for run in (1, 2))
    assert compare(old, new) == []


def test_a_cell_put_in_at_the_top_changes_no_other(make) -> None:
    cells = [make.code(f"x{i} = 1", f"c{i}") for i in range(5)]
    old, new = make.notebook(*cells), make.notebook(make.code("new", "n"), *cells)
    changed = [line for line in compare(old.encode(), new.encode()) if line[0] in "+-"]
    assert changed == [("+", "\u2500\u2500 1 code"), ("+", "new"), ("+", "")]
