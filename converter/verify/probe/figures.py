"""Figures, by what they hold: the data of their artists and their texts; apart, by their looks.

What drawing works out (limits, ticks, positions) does not count: a notebook draws each
figure at the end of its cell, and a pipeline does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .digest import Digest, kind

CONTENTS = ("lines", "patches", "texts", "images", "collections", "tables", "child_axes")
LABELS = ("get_title", "get_xlabel", "get_ylabel", "get_xscale", "get_yscale")


IN_SPACE = ("_offsets3d", "_segments3d", "_vec")
"""Where the collections of mplot3d keep their data, polygons apart; no version has all."""


@kind("matplotlib.Figure", "matplotlib.SubFigure", "matplotlib.FigureBase")
def feed_figure(figure: Any, digest: Digest) -> None:
    digest.text(f"figure:{len(figure.axes)};")
    _feed_each(figure.axes, digest)
    for contents in ("lines", "patches", "texts", "images", "subfigs"):
        _feed_each(getattr(figure, contents, ()), digest)


@kind("matplotlib._AxesBase")
def feed_axes(axes: Any, digest: Digest) -> None:
    digest.text(f"axes:{axes.name}:{[getattr(axes, label)() for label in LABELS]!r};")
    for contents in CONTENTS:
        digest.text(f".{contents}")
        _feed_each(getattr(axes, contents), digest)
    if legend := axes.get_legend():
        digest.feed([text.get_text() for text in legend.get_texts()])


@kind("matplotlib.Line2D")
def feed_line(line: Any, digest: Digest) -> None:
    style = line.get_linestyle(), line.get_marker(), line.get_linewidth(), line.get_color()
    digest.text(f"line:{_label(line)};")
    digest.look(f"{style!r};")
    digest.content(line.get_xdata(orig=True))
    digest.content(line.get_ydata(orig=True))


@kind("matplotlib.Patch")
def feed_patch(patch: Any, digest: Digest) -> None:
    digest.text(f"patch:{type(patch).__name__}:{_label(patch)};")
    digest.look(f"{patch.get_facecolor()!r};")
    path = patch.get_path()
    digest.content(path.vertices)
    digest.content(patch.get_patch_transform().get_matrix())


@kind("matplotlib.FancyArrowPatch")
def feed_arrow(arrow: Any, digest: Digest) -> None:
    """From where to where it points: its path is worked out on the page, for its size there."""
    digest.text(f"arrow:{_label(arrow)};")
    digest.look(f"{arrow.get_facecolor()!r};")
    for name in ("_posA_posB", "_path_original", "xy1", "xy2"):
        digest.content(getattr(arrow, name, None))


@kind("matplotlib.Path")
def feed_path(path: Any, digest: Digest) -> None:
    digest.content(path.vertices)


@kind("matplotlib.Text")
def feed_text(text: Any, digest: Digest) -> None:
    digest.text(f"text:{text.get_text()!r};")


@kind("matplotlib.Collection")
def feed_collection(collection: Any, digest: Digest) -> None:
    """Paths, places and mapped values; colours that follow from values are set by drawing."""
    digest.text(f"collection:{type(collection).__name__}:{_label(collection)};")
    values = collection.get_array()
    digest.content(values)
    digest.content(collection.get_offsets())
    digest.items([path.vertices for path in collection.get_paths()])
    if values is None:
        digest.look(f"{collection.get_facecolor().tolist()!r};")


@kind("matplotlib.ContourSet")
def feed_contours(contours: Any, digest: Digest) -> None:
    """Levels and lines, which labels cut open by as much room as they take on the page."""
    digest.text(f"contours:{contours.filled};")
    digest.content(contours.levels)
    if not getattr(contours, "labelTexts", ()):
        digest.content(contours.allsegs)


@kind("matplotlib.Quiver")
def feed_arrows(arrows: Any, digest: Digest) -> None:
    """Arrows as they were asked for: their paths are worked out by drawing."""
    digest.text(f"arrows:{_label(arrows)};")
    for name in ("X", "Y", "U", "V"):
        digest.content(getattr(arrows, name))


@kind("mpl_toolkits.Line3D")
def feed_line_in_space(line: Any, digest: Digest) -> None:
    digest.text(f"line:{_label(line)};")
    digest.look(f"{line.get_color()!r};")
    digest.content(line.get_data_3d())


@kind(*(f"mpl_toolkits.{name}3DCollection" for name in ("Line", "Path", "Patch", "Poly")))
def feed_collection_in_space(collection: Any, digest: Digest) -> None:
    """Places in space: drawing turns them into places on the page, and sorts them."""
    digest.text(f"collection:{type(collection).__name__}:{_label(collection)};")
    digest.content(_faces(collection))
    for name in IN_SPACE:
        digest.content(getattr(collection, name, None))


def _faces(collection: Any) -> Any:
    """The corners of a collection's polygons, without what pads those that have fewer.

    What stands there was never set, so it is another at each run.
    """
    faces, padding = (
        getattr(collection, "_faces", None),
        getattr(collection, "_invalid_vertices", None),
    )
    if faces is None or padding is None or padding is False:
        return faces
    return [face[~pad] for face, pad in zip(faces, padding, strict=True)]


@kind("matplotlib.AxesImage", "matplotlib.FigureImage", "matplotlib._ImageBase")
def feed_image(image: Any, digest: Digest) -> None:
    digest.text(f"image:{_label(image)};")
    digest.content(image.get_array())


@kind("matplotlib.Artist")
def feed_artist(artist: Any, digest: Digest) -> None:
    digest.text(f"artist:{type(artist).__name__}:{_label(artist)};")


@kind("matplotlib.Colormap")
def feed_colormap(colormap: Any, digest: Digest) -> None:
    digest.text(f"colormap:{colormap.name}:{colormap.N};")


def _label(artist: Any) -> str:
    """What an artist is called in a legend; a name like `_child2` only says how many came before."""
    label = artist.get_label()
    return repr("" if isinstance(label, str) and label.startswith("_") else label)


def _feed_each(artists: Iterable[Any], digest: Digest) -> None:
    artists = list(artists)
    digest.text(f"[{len(artists)};")
    for artist in artists:
        digest.feed(artist)
