"""`nb2pipe check`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from nb2pipe.converter.diagnostics import Diagnostic


@click.command()
@click.argument("notebook", type=click.Path(path_type=Path))
@click.option("--auto", is_flag=True, help="Look at it as `convert --auto` would.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
)
def command(notebook: Path, auto: bool, style: str) -> None:
    """Print what the analysis of a NOTEBOOK found; exit 1 where there are errors.

    A notebook without any tag is looked at as --auto does.
    """
    from nb2pipe.cli.findings import counted, print_findings
    from nb2pipe.converter.nodes.analysis import analyse
    from nb2pipe.converter.source.notebook import read_notebook

    read = read_notebook(notebook)
    graph = analyse(read, auto=auto).graph
    untagged = not auto and not any(cell.tagged for cell in graph.cells)
    graph = analyse(read, auto=True).graph if untagged else graph
    if style == "json":
        click.echo(json.dumps(graph.to_json(), indent=1, ensure_ascii=False, default=str))
    elif style == "github":
        for line in _annotations(notebook, graph.diagnostics):
            click.echo(line)
    else:
        print_findings(graph.diagnostics, str(notebook))
        nodes = counted(len(graph.nodes), "node")
        how = " with --auto" if untagged and graph.nodes else ""
        click.echo(f"{notebook}: {nodes}{how}, {_count(graph.diagnostics)}")
    if any(each.severity == "error" for each in graph.diagnostics):
        raise SystemExit(1)


def _annotations(notebook: Path, found: Iterable[Diagnostic]) -> Iterable[str]:
    """GitHub's workflow commands, one for each diagnostic."""
    levels = {"error": "error", "warning": "warning", "info": "notice"}
    for each in found:
        where = f"cell {each.cell}, line {each.line}: " if each.cell else ""
        said = _escaped(f"{where}{each.message}; {each.cure}")
        file = _escaped(str(notebook)).replace(":", "%3A").replace(",", "%2C")
        yield f"::{levels[each.severity]} file={file},title={each.code}::{said}"


def _escaped(text: str) -> str:
    """GitHub reads one line as one command, and percent signs as escapes."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _count(found: Iterable[Diagnostic]) -> str:
    from nb2pipe.cli.findings import counted

    severities = [str(each.severity) for each in found]
    counts = [
        counted(severities.count(word), word) for word in ("error", "warning") if word in severities
    ]
    return ", ".join(counts) or "nothing wrong"
