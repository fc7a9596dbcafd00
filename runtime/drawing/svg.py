"""A drawing as SVG that stands alone: readable in light and dark, and by screen readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from .layout import Drawing, PlacedBox, PlacedLine, Point

_STYLE = """
.nb2pipe { color-scheme: light dark; --nb-ink: #1f2328; --nb-paper: #ffffff; --nb-line: #6e7781;
  --nb-node: #ddf4ff; --nb-node-edge: #0969da; --nb-data: #f6f8fa; --nb-data-edge: #6e7781;
  --nb-param: #fff8c5; --nb-param-edge: #9a6700; }
@media (prefers-color-scheme: dark) { .nb2pipe { --nb-ink: #e6edf3; --nb-paper: #0d1117;
  --nb-line: #8b949e; --nb-node: #0c2d6b; --nb-node-edge: #58a6ff; --nb-data: #21262d;
  --nb-data-edge: #8b949e; --nb-param: #341a00; --nb-param-edge: #d29922; } }
.nb2pipe text { fill: var(--nb-ink); font: 13px system-ui, sans-serif; text-anchor: middle; }
.nb2pipe .line { fill: none; stroke: var(--nb-line); stroke-width: 1.3; }
.nb2pipe .label { font-size: 11px; paint-order: stroke; stroke: var(--nb-paper); stroke-width: 4px; }
.nb2pipe .tip { fill: var(--nb-line); }
.nb2pipe .node rect { fill: var(--nb-node); stroke: var(--nb-node-edge); }
.nb2pipe .dataset rect { fill: var(--nb-data); stroke: var(--nb-data-edge); }
.nb2pipe .parameter rect { fill: var(--nb-param); stroke: var(--nb-param-edge); }
""".strip()

_TIP = (
    '<defs><marker id="nb2pipe-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
    'markerHeight="7" orient="auto-start-reverse"><path class="tip" d="M0 0L8 4L0 8z"/>'
    "</marker></defs>"
)

_ROUND = {"node": 6, "dataset": 17, "parameter": 0}


def to_svg(
    drawing: Drawing, title: str = "Pipeline", classes: Mapping[str, str] | None = None
) -> str:
    """Draw as one SVG element; `classes` are further CSS classes by the ids of boxes."""
    around = _neighbours(drawing.lines)
    return "\n".join(
        [
            _opening(drawing, escape(title)),
            f"<title>{escape(title)}</title>",
            f"<style>{_STYLE}</style>",
            _TIP,
            *map(_line, drawing.lines),
            *(_box(box, around, (classes or {}).get(box.id, "")) for box in drawing.boxes),
            *(_label(line) for line in drawing.lines if line.label),
            "</svg>",
        ]
    )


def to_page(svg: str, title: str, text: str = "") -> str:
    """A page that needs no network: the drawing, and the same as text."""
    below = (
        f"<details><summary>As text</summary><pre>{escape(text)}</pre></details>" if text else ""
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ margin: 2rem; font: 15px system-ui, sans-serif; background: Canvas; color: CanvasText; }}
svg {{ max-width: 100%; height: auto; }}
pre {{ overflow: auto; }}
</style>
</head>
<body>
<h1>{escape(title)}</h1>
{svg}
{below}
</body>
</html>
"""


def _opening(drawing: Drawing, title: str) -> str:
    width, height = f"{drawing.width:g}", f"{drawing.height:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="nb2pipe" role="img" aria-label="{title}" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    )


def _neighbours(lines: Iterable[PlacedLine]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(line.source, []).append(line.target.partition(":")[2] or line.target)
    return found


def _box(box: PlacedBox, around: Mapping[str, list[str]], further: str) -> str:
    leads = f", to {', '.join(around[box.id])}" if box.id in around else ""
    said = escape(f"{box.kind} {box.label}{leads}")
    return (
        f'<g class="{escape(f"{box.kind} {further}".strip())}" data-id="{escape(box.id)}">'
        f"<title>{said}</title>"
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.w:g}" height="{box.h:g}" '
        f'rx="{_ROUND[box.kind]}"/>'
        f'<text x="{box.x + box.w / 2:g}" y="{box.y + box.h / 2 + 4.5:g}">{escape(box.label)}</text></g>'
    )


def _line(line: PlacedLine) -> str:
    return f'<path class="line" marker-end="url(#nb2pipe-tip)" d="{curve(line.points)}"/>'


def _label(line: PlacedLine) -> str:
    x, y = line.label_at
    return f'<text class="label" x="{x:g}" y="{y + 4:g}">{escape(line.label)}</text>'


def curve(points: Iterable[Point]) -> str:
    """An SVG path through the points, upright at each of them.

    >>> curve([(0, 0), (10, 40)])
    'M0 0C0 20 10 20 10 40'
    """
    (x, y), *rest = points
    path = f"M{x:g} {y:g}"
    for next_x, next_y in rest:
        middle = (y + next_y) / 2
        path += f"C{x:g} {middle:g} {next_x:g} {middle:g} {next_x:g} {next_y:g}"
        x, y = next_x, next_y
    return path
