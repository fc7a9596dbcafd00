"""A run on one page that stands alone: graph, timeline, parameters, metrics, figures, errors."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from ..drawing.layout import layout
from ..drawing.picture import Item, Picture, picture
from ..drawing.svg import to_svg
from ..history.past import PastNode, PastRun, flat
from .progress import duration
from .sizes import told_size
from .stamps import told_moment

_IMAGES = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".svg": "svg+xml", ".gif": "gif"}

_STYLE = """
:root { color-scheme: light dark; --ok: #1a7f37; --bad: #cf222e; --known: #0969da; --rest: #9a6700; }
body { margin: 2rem auto; max-width: 70rem; padding: 0 1rem; font: 15px system-ui, sans-serif;
  background: Canvas; color: CanvasText; }
table { border-collapse: collapse; } td, th { padding: .2rem .8rem .2rem 0; text-align: left; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
svg, img { max-width: 100%; height: auto; } pre { overflow: auto; }
.success { color: var(--ok); } .failed, .killed, .interrupted { color: var(--bad); }
.cached { color: var(--known); } .skipped { color: var(--rest); }
.nb2pipe .failed rect { stroke: var(--bad); stroke-width: 3; }
.nb2pipe .cached rect { stroke-dasharray: 4 3; } .nb2pipe .skipped rect { opacity: .5; }
.timeline rect.success { fill: var(--ok); } .timeline rect.failed { fill: var(--bad); }
.timeline rect.cached { fill: var(--known); } .timeline text { fill: CanvasText; font-size: 12px; }
""".strip()


def run_page(run: PastRun, figures: Iterable[tuple[str, str, bytes]] = ()) -> str:
    """The page of a run, as HTML that needs no network."""
    title = f"Run {run.id}"
    parts = [
        f"<h1>{escape(title)}</h1>",
        _head(run),
        _section("Graph", _graph(run)),
        _section("Timeline", _timeline(run.nodes)),
        _section("Nodes", _nodes(run.nodes)),
        _section("Parameters", _table(flat(run.parameters))),
        _section("Metrics", _table(run.metrics or {})),
        _section("Figures", "".join(map(_figure, figures))),
        _section("Errors", "".join(map(_error, run.nodes))),
        _section("Versions", _table(run.about.get("versions", {}))),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n"
        + "\n".join(part for part in parts if part)
        + "\n</body>\n</html>\n"
    )


def _section(title: str, content: str) -> str:
    return f"<h2>{title}</h2>\n{content}" if content else ""


def _head(run: PastRun) -> str:
    git = run.about.get("git", {})
    commit = f"{git['commit'][:10]}{', changed since' if git['dirty'] else ''}" if git else ""
    facts = {
        "status": run.status,
        "began": told_moment(run.started),
        "took": duration(run.seconds) if run.seconds is not None else "",
        "runner": run.about.get("runner", ""),
        "commit": commit,
    }
    return _table({name: value for name, value in facts.items() if value})


def _graph(run: PastRun) -> str:
    items = [Item(n, tuple(i), tuple(o), s) for n, i, o, s in run.about.get("graph", ())]
    classes = {f"node:{node.name}": node.status for node in run.nodes}
    if not items:
        return ""
    drawn = picture(items)
    times = {f"node:{node.name}": _time(node) for node in run.nodes}
    boxes = tuple(replace(box, label=box.label + times.get(box.id, "")) for box in drawn.boxes)
    return to_svg(layout(Picture(boxes, drawn.lines)), f"Pipeline of run {run.id}", classes)


def _time(node: PastNode) -> str:
    """What stands beside a node's name in the graph."""
    return f" · {duration(node.seconds)}" if node.status in ("success", "failed") else ""


def _timeline(nodes: Sequence[PastNode]) -> str:
    """A bar for each node that ran or failed, from its start to its end."""
    ran = [node for node in nodes if node.status in ("success", "failed")]
    if not ran:
        return ""
    start = min(node.started for node in ran)
    whole = max(node.started + node.seconds for node in ran) - start or 1e-9
    rows = [_bar(node, row, start, whole) for row, node in enumerate(ran)]
    return (
        f'<svg class="timeline" role="img" aria-label="Timeline" width="900" '
        f'height="{22 * len(ran)}" viewBox="0 0 900 {22 * len(ran)}">{"".join(rows)}</svg>'
    )


def _bar(node: PastNode, row: int, start: float, whole: float) -> str:
    x = 220 + 560 * (node.started - start) / whole
    width = max(2.0, 560 * node.seconds / whole)
    y = 22 * row
    return (
        f'<text x="210" y="{y + 15}" text-anchor="end">{escape(node.name)}</text>'
        f'<rect class="{node.status}" x="{x:.1f}" y="{y + 4}" width="{width:.1f}" height="14" rx="2"/>'
        f'<text x="{x + width + 6:.1f}" y="{y + 15}">{duration(node.seconds)}</text>'
    )


def _nodes(nodes: Sequence[PastNode]) -> str:
    rows = [
        f'<tr><td>{escape(node.name)}</td><td class="{node.status}">{node.status}</td>'
        f'<td class="n">{duration(node.seconds)}</td><td class="n">{node.attempts}</td>'
        f'<td class="n">{told_size(node.size) if node.size else ""}</td></tr>'
        for node in nodes
    ]
    head = "<tr><th>node</th><th>status</th><th>time</th><th>attempts</th><th>size</th></tr>"
    return f"<table>{head}{''.join(rows)}</table>"


def _table(content: Mapping[str, Any]) -> str:
    rows = [
        f"<tr><th>{escape(str(name))}</th><td>{escape(_shown(value))}</td></tr>"
        for name, value in content.items()
    ]
    return f"<table>{''.join(rows)}</table>" if rows else ""


def _shown(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _figure(figure: tuple[str, str, bytes]) -> str:
    name, suffix, content = figure
    if suffix not in _IMAGES:
        return f"<p>{escape(name)} ({told_size(len(content))}, {escape(suffix)})</p>"
    data = b64encode(content).decode()
    said = escape(name)
    return (
        f'<figure><img alt="{said}" src="data:image/{_IMAGES[suffix]};base64,{data}">'
        f"<figcaption>{said}</figcaption></figure>"
    )


def _error(node: PastNode) -> str:
    if not node.error:
        return ""
    text = node.error["traceback"] or f"{node.error['type']}: {node.error['message']}"
    return f"<h3>{escape(node.name)}</h3><pre>{escape(text)}</pre>"
