"""A project: the files that a notebook's pipeline is, as text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from .code.formatting import format_files
from .code.modules import Modules, write_modules
from .code.node_tests import module_text, node_tests
from .code.origins import line_table
from .memory import Memory
from .nodes.analysis import Analysis
from .nodes.graph import Graph, GraphNode
from .source.tags import NodeOptions

LOCK = "nb2pipe.lock"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a project is to stand, as far as its files speak of it."""

    package: str
    workdir: str = ".."
    """The notebook's folder, as seen from the project."""
    notebook: str = "notebook.ipynb"
    """The notebook's file name."""
    paths: tuple[str, ...] = ()
    """Other folders with modules of the user's, as seen from the notebook's."""
    requirements: Mapping[str, str] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)


@dataclass(frozen=True, slots=True)
class Project:
    """Files by their path in the project's folder."""

    files: Mapping[str, str]
    graph: Graph


def imported_modules(analysis: Analysis) -> tuple[Modules, tuple[str, ...]]:
    """The project's modules, and the top-level modules that they import."""
    title = f"the notebook `{analysis.notebook.name}`"
    modules = write_modules(analysis, title)
    return modules, modules.imported


def make_project(analysis: Analysis, modules: Modules, place: Place) -> Project:
    """Write the files of a project, without touching a disk."""
    graph = analysis.graph
    code = {f"{place.package}/__init__.py": f'"""The pipeline of {place.notebook}."""\n'}
    code |= {f"{place.package}/{name}": text for name, text in modules.files.items()}
    code[f"{place.package}/pipeline.py"] = _pipeline(graph, modules, place)
    code["tests/conftest.py"] = _conftest(place)
    code["tests/test_nodes.py"] = _tests(analysis, modules, place)
    files = format_files(code)
    files["pyproject.toml"] = _pyproject(place)
    files["README.md"] = _readme(graph, place)
    files["conf/base/catalog.yml"] = _yaml(graph.catalog, "Where datasets are stored.", {})
    files["conf/base/parameters.yml"] = _yaml(
        graph.parameters, "Settings of the pipeline.", _comments_beside(analysis)
    )
    files[".gitignore"] = "conf/local/\n.nb2pipe/\n__pycache__/\n"
    files[LOCK] = _lock(analysis, modules, files, place)
    return Project(dict(sorted(files.items())), graph)


def digest(text: str) -> str:
    return blake2b(text.encode("utf-8"), digest_size=16).hexdigest()


# ---------------------------------------------------------------- pipeline.py


def _pipeline(graph: Graph, modules: Modules, place: Place) -> str:
    homes: dict[str, list[str]] = {}
    for node in graph.nodes:
        homes.setdefault(modules.homes[node.name], []).append(node.name)
    imports = [f"from .{home} import {', '.join(names)}" for home, names in homes.items()]
    nodes = "\n".join(_node(node) for node in graph.nodes)
    return "\n".join(
        [
            f'"""The pipeline of {place.notebook}."""',
            "",
            "from nb2pipe.runtime import Pipeline, node",
            "",
            *imports,
            "",
            "",
            "def create_pipeline() -> Pipeline:",
            '    """Return the nodes, in the notebook\'s order."""',
            f"    return Pipeline([{nodes}])",
            "",
        ]
    )


def _node(node: GraphNode) -> str:
    inputs = [port.dataset for port in node.inputs]
    outputs = [port.dataset for port in node.outputs]
    words = [node.name, _ports(inputs), _ports(outputs)]
    default = NodeOptions()
    for name in ("tags", "namespace", "retries", "retry_delay", "timeout", "cache"):
        value = getattr(node.options, name)
        if value != getattr(default, name):
            words.append(f"{name}={list(value) if name == 'tags' else value!r}")
    return f"node({', '.join(words)}),"


def _ports(names: list[str]) -> str:
    if not names:
        return "None"
    return json.dumps(names[0] if len(names) == 1 else names, ensure_ascii=False)


# ---------------------------------------------------------------- the other files


def _tests(analysis: Analysis, modules: Modules, place: Place) -> str:
    graph = analysis.graph
    structure = f"""
def test_the_pipeline_has_every_node():
    names = {{node.name for node in pipeline.create_pipeline().nodes}}
    assert names == {_set_of(node.name for node in graph.nodes)}


def test_the_pipeline_takes_only_what_the_catalog_and_the_parameters_hold():
    assert pipeline.create_pipeline().inputs() == {_set_of(sorted(_free_inputs(graph)))}
"""
    return module_text(
        f"The pipeline as it was cut from {place.notebook}.",
        place.package,
        node_tests(analysis, modules.homes),
        structure,
    )


def _set_of(names: Iterable[str]) -> str:
    texts = [json.dumps(each, ensure_ascii=False) for each in names]
    return f"{{{', '.join(texts)}}}" if texts else "set()"


def _conftest(place: Place) -> str:
    others = [f"str(FOLDER / {json.dumps(each, ensure_ascii=False)})" for each in place.paths]
    folders = ", ".join(["str(FOLDER)", *others])
    return f'''"""The tests run in the notebook's folder, as the pipeline does."""

import os
import sys
from pathlib import Path

FOLDER = (Path(__file__).parents[1] / {json.dumps(place.workdir, ensure_ascii=False)}).resolve()

os.chdir(FOLDER)
sys.path += [{folders}]
'''


def _free_inputs(graph: Graph) -> set[str]:
    made = {port.dataset for node in graph.nodes for port in node.outputs}
    return {port.dataset for node in graph.nodes for port in node.inputs} - made


def _pyproject(place: Place) -> str:
    dependencies = "".join(f"    {json.dumps(each)},\n" for each in place.requirements.values())
    return f"""[project]
name = "{place.package.replace("_", "-")}"
version = "0.1.0"
description = "The pipeline of {place.notebook}"
requires-python = ">=3.11"
dependencies = [
{dependencies}]

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[tool.hatch.build.targets.wheel]
packages = ["{place.package}"]

[tool.nb2pipe]
package = "{place.package}"
workdir = {json.dumps(place.workdir)}
notebook = {json.dumps(place.notebook)}
{_path(place.paths)}
[tool.pytest.ini_options]
pythonpath = ["."]
"""


def _path(paths: Sequence[str]) -> str:
    return f"path = {json.dumps(paths, ensure_ascii=False)}\n" if paths else ""


def _readme(graph: Graph, place: Place) -> str:
    from ..runtime.drawing.mermaid import to_mermaid
    from ..runtime.drawing.picture import picture

    rows = "\n".join(
        f"| `{node.name}` | {_listed(node.inputs)} | {_listed(node.outputs)} | {_cells(node)} |"
        for node in graph.nodes
    )
    return f"""# {place.package}

The pipeline of the notebook `{place.notebook}`, made by `nb2pipe convert`.

```mermaid
{to_mermaid(picture(graph.items()))}
```

| node | takes | makes | from |
|---|---|---|---|
{rows}

Run it:

    nb2pipe run

`conf/base/` holds the catalog and the parameters; what stands in `conf/local/` overrides them.
`nb2pipe run --params NAME=VALUE` does so for one run. The tests run with `pytest`.
"""


def _listed(ports: Any) -> str:
    return ", ".join(f"`{port.dataset}`" for port in ports) or "nothing"


def _cells(node: GraphNode) -> str:
    word = "cell" if len(node.cells) == 1 else "cells"
    return f"{word} {', '.join(map(str, node.cells))}"


def _comments_beside(analysis: Analysis) -> dict[str, str]:
    """What the notebook says of its parameters on their own lines: `width = 0.65  # um`."""
    statements = {each.number: each for each in analysis.flows.statements}
    cells = {cell.number: cell for cell in analysis.flows.cells}
    found: dict[str, str] = {}
    for parameter in analysis.parameters:
        statement = statements[parameter.statement]
        node, code = statement.node, cells[statement.cell].code
        if code.brought:  # from another notebook, lines have other numbers there
            continue
        line = code.source.split("\n")[(node.end_lineno or 1) - 1]
        rest = line.encode()[node.end_col_offset :].decode().strip()
        if rest.startswith("#") and not re.match(r"#\s*(?:noqa|type:|pylint:)", rest):
            found[parameter.name] = rest
    return found


def _yaml(content: Mapping[str, Any], title: str, comments: Mapping[str, str]) -> str:
    import yaml

    if not content:
        return f"# {title}\n{{}}\n"
    blocks = [
        _with_comment(
            yaml.safe_dump({name: _plain(value)}, sort_keys=False, allow_unicode=True, width=100),
            comments.get(name, ""),
        )
        for name, value in content.items()
    ]
    between = "\n" if any(isinstance(value, dict) for value in content.values()) else ""
    return f"# {title}\n" + between.join(blocks)


def _with_comment(block: str, comment: str) -> str:
    if not comment:
        return block
    return f"{block[:-1]}  {comment}\n" if block.count("\n") == 1 else f"{comment}\n{block}"


def _plain(value: Any) -> Any:
    return (
        {key: _plain(each) for key, each in value.items()} if isinstance(value, Mapping) else value
    )


def _lock(analysis: Analysis, modules: Modules, files: Mapping[str, str], place: Place) -> str:
    """What was generated, and from which cell: to know later what the user changed."""
    numbers = {cell.number: cell for cell in analysis.notebook.code}
    nodes = {
        node.name: {
            "module": f"{place.package}.{modules.homes[node.name]}",
            "cells": [{"number": number, "id": numbers[number].id} for number in node.cells],
        }
        for node in analysis.graph.nodes
    }
    content = {
        "notebook": place.notebook,
        "made": place.memory.to_json(),
        "nodes": nodes,
        "lines": {
            f"{place.package}/{name}": line_table(files[f"{place.package}/{name}"], pieces)
            for name, pieces in modules.pieces.items()
        },
        "files": {name: digest(text) for name, text in sorted(files.items())},
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
