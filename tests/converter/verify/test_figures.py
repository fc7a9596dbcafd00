"""Figures are compared by what they hold, drawn or not, here or after a journey."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch
from matplotlib.path import Path

from nb2pipe.converter.verify.compare import Verdict, judge
from nb2pipe.converter.verify.probe.fingerprint import fingerprint

NUMBERS = np.linspace(-1, 1, 12)

SPACE = {"projection": "3d"}

PLOTS: dict[str, Callable[[Any], Any]] = {
    "line": lambda ax: ax.plot(NUMBERS, label="n"),
    "scatter": lambda ax: ax.scatter(NUMBERS, NUMBERS, c=NUMBERS),
    "bar": lambda ax: ax.bar(list("abc"), [1, 2, 3]),
    "histogram": lambda ax: ax.hist(NUMBERS),
    "image": lambda ax: ax.figure.colorbar(ax.imshow(np.eye(3))),
    "boxes": lambda ax: ax.boxplot(NUMBERS),
    "pie": lambda ax: ax.pie([1, 2], labels=["a", "b"]),
    "area": lambda ax: ax.fill_between(range(12), NUMBERS),
    "contours": lambda ax: ax.contourf(np.outer(NUMBERS, NUMBERS)),
    "arrows": lambda ax: ax.quiver(np.eye(3), np.eye(3)),
    "arrow": lambda ax: (ax.plot(NUMBERS), ax.add_patch(FancyArrowPatch((0, 0), (9, 1)))),
    "arrow along a path": lambda ax: (
        ax.plot(NUMBERS),
        ax.add_patch(FancyArrowPatch(path=Path([(0, 0), (9, 1)]), arrowstyle="-")),
    ),
    "legend": lambda ax: (ax.plot(NUMBERS, label="n"), ax.legend()),
    "dates": lambda ax: pd.Series(NUMBERS, pd.date_range("2020", periods=12)).plot(ax=ax),
}

IN_SPACE: dict[str, Callable[[Any], Any]] = {
    "line": lambda ax: ax.plot(NUMBERS, NUMBERS, NUMBERS),
    "scatter": lambda ax: ax.scatter(NUMBERS, -NUMBERS, NUMBERS),
    "surface": lambda ax: ax.plot_surface(*np.meshgrid([1, 2], [1, 2]), np.eye(2)),
}

CASES = [
    *(pytest.param(plot, {}, id=name) for name, plot in PLOTS.items()),
    *(pytest.param(plot, SPACE, id=f"{name} in space") for name, plot in IN_SPACE.items()),
]


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """No figure stays open."""
    yield
    plt.close("all")


def plotted(plot: Callable[[Any], Any], how: dict[str, Any]) -> Figure:
    figure = Figure()
    plot(figure.add_subplot(**how))
    return figure


@pytest.mark.parametrize(("plot", "how"), CASES)
def test_drawing_does_not_count(plot: Callable[[Any], Any], how: dict[str, Any]) -> None:
    """A notebook draws each figure at the end of its cell; a pipeline need not."""
    drawn = plotted(plot, how)
    drawn.savefig(io.BytesIO())
    assert fingerprint(drawn) == fingerprint(plotted(plot, how)) is not None


@pytest.mark.parametrize(("plot", "how"), CASES)
def test_a_journey_does_not_count(plot: Callable[[Any], Any], how: dict[str, Any]) -> None:
    """A figure that comes from another process holds what it held."""
    figure = plotted(plot, how)
    assert fingerprint(pickle.loads(pickle.dumps(figure))) == fingerprint(figure)


def test_what_else_was_drawn_does_not_count_for_a_line() -> None:
    """A line that nobody named is called by its place among the artists of its axes."""
    alone, after = plotted(PLOTS["line"], {}), plotted(PLOTS["area"], {})
    (line,) = alone.axes[0].plot(NUMBERS)
    (other,) = after.axes[0].plot(NUMBERS, color=line.get_color())
    assert fingerprint(line) == fingerprint(other)


def test_room_for_the_labels_of_contours_does_not_count() -> None:
    """It is measured in pixels, of which a notebook has others for an inch."""

    def labelled(dpi: int) -> Any:
        lines = plt.figure(dpi=dpi).add_subplot().contour(np.outer(NUMBERS, NUMBERS))
        lines.clabel(inline=True)
        return lines

    assert fingerprint(labelled(72)) == fingerprint(labelled(100))


def test_where_an_arrow_points_counts_and_the_page_does_not() -> None:
    """It is drawn in pixels: as long as its axes are wide."""

    def pointing(to: float, width: float) -> Figure:
        figure = Figure((width, 4))
        figure.add_subplot().add_patch(FancyArrowPatch((0, 0), (to, 1)))
        return figure

    assert fingerprint(pointing(1, 4)) == fingerprint(pointing(1, 8)) != fingerprint(pointing(2, 8))


def test_what_pads_a_surface_does_not_count() -> None:
    """Polygons of few corners are kept in an array of many, and the rest of it is never set."""
    grid = np.meshgrid(range(6), range(6))
    figure = plotted(lambda ax: ax.plot_surface(*grid, np.eye(6), cstride=3), SPACE)
    before = fingerprint(figure)
    (surface,) = figure.axes[0].collections
    faces, padding = vars(surface)["_faces"], vars(surface)["_invalid_vertices"]
    faces[np.broadcast_to(padding, faces.shape[:2])] = 7
    assert fingerprint(figure) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda ax: ax.set_title("t"),
        lambda ax: ax.set_yscale("log"),
        lambda ax: ax.lines[0].set_ydata(NUMBERS + 1),
        lambda ax: ax.lines[0].set_color("red"),
        lambda ax: ax.text(0, 0, "t"),
        lambda ax: ax.figure.suptitle("t"),
        lambda ax: ax.figure.add_subplot(),
        lambda ax: ax.axhline(1),
        lambda ax: ax.legend(["n"]),
    ],
)
def test_what_a_figure_shows_counts(change: Callable[[Any], Any]) -> None:
    """Data, texts and scales are what a figure holds."""
    figure, changed = plotted(PLOTS["line"], {}), plotted(PLOTS["line"], {})
    change(changed.axes[0])
    assert fingerprint(figure) != fingerprint(changed)


def test_axes_are_compared_alone() -> None:
    """A variable that holds axes is what they show, whatever else is in the figure."""
    axes = plotted(PLOTS["line"], {}).axes[0]
    before = fingerprint(axes)
    axes.figure.suptitle("t")
    assert fingerprint(axes) == before


def test_another_style_is_told_and_is_no_difference() -> None:
    """A style that a notebook sets in its midst is that of all figures of a pipeline."""
    figure = plotted(PLOTS["line"], {})
    with plt.style.context("grayscale"):
        styled = plotted(PLOTS["line"], {})
    verdict = judge(fingerprint(figure), fingerprint(styled), varies=False)
    assert verdict == (Verdict.IDENTICAL, "drawn in another style")
