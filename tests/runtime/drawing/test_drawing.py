"""Drawings show what flows, point down, hide nothing, and are the same every time."""

from __future__ import annotations

from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nb2pipe.runtime import Pipeline, node
from nb2pipe.runtime.drawing._ordering import crossings, untangle
from nb2pipe.runtime.drawing.layout import Drawing, layout
from nb2pipe.runtime.drawing.mermaid import to_mermaid
from nb2pipe.runtime.drawing.picture import Box, Detail, Item, Line, Picture, picture, picture_of
from nb2pipe.runtime.drawing.svg import to_page, to_svg
from nb2pipe.runtime.pipeline.topology import reverse

ITEMS = [
    Item("load", ("raw",), ("data", "names")),
    Item("fit", ("data", "names", "params:size"), ("model",), "Training"),
]


@pytest.mark.parametrize(
    ("detail", "lines"),
    [
        ("nodes", [("node:load", "node:fit", "data, names")]),
        (
            "flow",
            [
                ("data:raw", "node:load", ""),
                ("node:load", "node:fit", "data, names"),
                ("node:fit", "data:model", ""),
            ],
        ),
        (
            "all",
            [
                ("data:raw", "node:load", ""),
                ("node:load", "data:data", ""),
                ("node:load", "data:names", ""),
                ("data:data", "node:fit", ""),
                ("data:names", "node:fit", ""),
                ("data:params:size", "node:fit", ""),
                ("node:fit", "data:model", ""),
            ],
        ),
    ],
)
def test_a_picture_shows_as_much_as_asked(
    detail: Detail, lines: list[tuple[str, str, str]]
) -> None:
    drawn = [(line.source, line.target, line.label) for line in picture(ITEMS, detail).lines]
    assert drawn == lines


def test_a_pipeline_has_a_picture() -> None:
    drawn = picture_of(Pipeline([node(abs, "a", "b")]))
    assert [box.label for box in drawn.boxes] == ["abs", "a", "b"]


def test_mermaid_shows_boxes_sections_and_lines() -> None:
    assert to_mermaid(picture(ITEMS, "nodes")).splitlines() == [
        "flowchart TD",
        '    b0["load"]',
        '    subgraph s1["Training"]',
        '        b1["fit"]',
        "    end",
        '    b0 -->|"data, names"| b1',
    ]


@pytest.mark.parametrize("label", ['a "b"', "end", "<x>", "# y", "a`b"])
def test_no_label_breaks_mermaid(label: str) -> None:
    row = to_mermaid(Picture((Box("n", label),), ())).splitlines()[1]
    assert row.count('"') == 2


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    """Up to twelve boxes with any lines between them, cycles and loops too."""
    count = draw(st.integers(1, 12))
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    lines = draw(st.lists(ends, max_size=24, unique=True))
    boxes = tuple(Box(f"b{number}", "label" * (number % 3 + 1)) for number in range(count))
    return Picture(boxes, tuple(Line(f"b{start}", f"b{end}", "x") for start, end in lines))


@given(pictures())
@settings(deadline=None)
def test_no_box_covers_another(drawn: Picture) -> None:
    placed = layout(drawn).boxes
    for a, b in combinations(placed, 2):
        assert a.x + a.w < b.x or b.x + b.w < a.x or a.y + a.h < b.y or b.y + b.h < a.y


@given(pictures())
@settings(deadline=None)
def test_no_line_runs_through_a_box(drawn: Picture) -> None:
    drawing = layout(drawn)
    for line in drawing.lines:
        for (x, y), (x2, y2) in pairwise(line.points):
            assert not any(
                box.y <= min(y, y2)
                and max(y, y2) <= box.y + box.h
                and y != y2
                and inside(x, x2, box.x, box.w)
                for box in drawing.boxes
            )


def inside(x: float, x2: float, left: float, width: float) -> bool:
    return left < x < left + width or left < x2 < left + width


@given(pictures())
@settings(deadline=None)
def test_the_same_picture_is_drawn_the_same(drawn: Picture) -> None:
    assert layout(drawn) == layout(drawn)


@given(pictures())
@settings(deadline=None)
def test_untangling_never_adds_a_crossing(drawn: Picture) -> None:
    from nb2pipe.runtime.drawing.layout import _grid

    grid = _grid(drawn, {})
    assert crossings(untangle(grid.layers, grid.up, grid.down), grid.down) <= crossings(
        grid.layers, grid.down
    )


def test_lines_of_a_pipeline_point_down() -> None:
    drawing = layout(picture(ITEMS, "all"))
    assert all(line.points[0][1] < line.points[-1][1] for line in drawing.lines)


def test_two_lines_that_need_not_cross_do_not() -> None:
    down = [[3], [2], [], []]
    assert crossings(untangle([[0, 1], [2, 3]], reverse(down), down), down) == 0


def test_boxes_stay_in_the_order_in_which_they_were() -> None:
    boxes = tuple(Box(name, name) for name in "abc")
    drawing = layout(Picture(boxes, ()), previous={"a": 300, "b": 200, "c": 100})
    assert [box.id for box in sorted(drawing.boxes, key=lambda box: box.x)] == ["c", "b", "a"]


def test_an_empty_picture_is_an_empty_drawing() -> None:
    assert layout(Picture((), ())) == Drawing(0.0, 0.0, (), ())


def test_a_drawing_is_plain_data() -> None:
    import json

    assert json.loads(json.dumps(layout(picture(ITEMS)).to_json()))["boxes"][0]["label"] == "load"


def test_a_picture_of_two_hundred_boxes_is_bounded_work() -> None:
    boxes = tuple(Box(str(number), str(number)) for number in range(200))
    ends = {(a, b) for a in range(200) for b in (a + 1, a * 7 % 200, a * 3 % 200) if a < b < 200}
    drawing = layout(Picture(boxes, tuple(Line(str(a), str(b)) for a, b in sorted(ends))))
    assert len(drawing.boxes) == 200


def test_svg_is_xml_with_a_name_for_every_box() -> None:
    root = ET.fromstring(to_svg(layout(picture(ITEMS, "all")), "A <title>"))
    said = [title.text for title in root.iter("{http://www.w3.org/2000/svg}title")]
    assert said[:2] == ["A <title>", "node load, to data, names"]


def test_a_page_stands_alone() -> None:
    page = to_page(to_svg(layout(picture(ITEMS))), "Sales", "flowchart")
    outside = page.replace("http://www.w3.org/2000/svg", "")
    assert not any(mark in outside for mark in ("http", "src="))


def test_a_box_that_is_renamed_stays_where_it_was() -> None:
    def drawn(*names: str, previous: dict[str, float] | None = None) -> list[float]:
        boxes = tuple(Box(name, "label") for name in names)
        return [box.x for box in layout(Picture(boxes, ()), previous).boxes]

    assert drawn("a", "new", "c", previous={"a": 300, "b": 200, "c": 100}) == drawn(
        "a", "b", "c", previous={"a": 300, "b": 200, "c": 100}
    )
