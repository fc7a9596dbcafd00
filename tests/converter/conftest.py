"""Notebooks written as text, and what becomes of them."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from nb2pipe.converter.nodes.analysis import Analysis, analyse
from nb2pipe.converter.promote import Promotion, promote
from nb2pipe.converter.source.notebook import Notebook, parse_notebook

MakeNotebook = Callable[..., Notebook]
WriteNotebook = Callable[..., Path]


def content_of(*sources: str | dict[str, Any], **metadata: Any) -> dict[str, Any]:
    """The JSON of a notebook: a source that begins with `#md` is a Markdown cell.

    A cell that is given as a dict stays as it is.
    """
    cells = [_cell(at, source) for at, source in enumerate(sources)]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}


def _cell(at: int, source: str | dict[str, Any]) -> dict[str, Any]:
    given = source if isinstance(source, dict) else {"source": dedent(source).strip("\n")}
    text = given["source"]
    kind = "markdown" if text.startswith("#md ") else "code"
    cell: dict[str, Any] = {"cell_type": kind, "id": f"c{at}", "metadata": {}}
    if kind == "code":
        cell |= {"outputs": [], "execution_count": None}
    return cell | given | {"source": text.removeprefix("#md ")}


@pytest.fixture(scope="session")
def notebook() -> MakeNotebook:
    """Make a notebook of its cells' sources, or of whole cells where a dict is given."""

    def make(*sources: str | dict[str, Any]) -> Notebook:
        return parse_notebook(content_of(*sources), name="sample")

    return make


@pytest.fixture(scope="session")
def analysed(notebook: MakeNotebook) -> Callable[..., Analysis]:
    """Analyse a notebook of these cells."""

    def look(*sources: str | dict[str, Any], auto: bool = True) -> Analysis:
        return analyse(notebook(*sources), auto=auto)

    return look


@pytest.fixture
def write_notebook(tmp_path: Path) -> WriteNotebook:
    """Write a notebook of these cells into the test's folder."""

    def write(*sources: str | dict[str, Any], name: str = "sample.ipynb", **metadata: Any) -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(content_of(*sources, **metadata)), encoding="utf-8")
        return path

    return write


@pytest.fixture
def promoted(write_notebook: WriteNotebook) -> Callable[..., Promotion]:
    """Promote a notebook of these cells; nothing but the notebook is written."""

    def make(*sources: str | dict[str, Any], **options: Any) -> Promotion:
        return promote(write_notebook(*sources), **{"auto": True} | options)

    return make


@pytest.fixture
def promotes(promoted: Callable[..., Promotion]) -> Callable[..., None]:
    """Check what becomes of a notebook's last cell, or of the code given with `of`.

    The cells above are given first; the expected code is compared as it stands, with the
    imports of the module above it where the expectation has some.
    """

    def check(*cells: str, of: str | None = None, **options: Any) -> None:
        *sources, expected = map(dedent, cells)
        promotion = promoted(*sources, **options)
        module = promotion.project.files["sample/nodes.py"]
        wanted = expected.strip()
        name = of or _name_of(wanted)
        assert _definition(module, name) == wanted

    return check


def _name_of(code: str) -> str:
    found = ast.parse(code).body[0]
    assert isinstance(found, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    return found.name


def _definition(module: str, name: str) -> str:
    """A definition of a module as it stands there, decorators and comments included."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    nodes = [each for each in ast.parse(module).body if isinstance(each, kinds)]
    found = next((each for each in nodes if each.name == name), None)
    names = [each.name for each in nodes]
    assert found is not None, f"no {name} among {names}"
    lines = module.split("\n")
    first = min([found.lineno, *(each.lineno for each in found.decorator_list)])
    return "\n".join(lines[first - 1 : found.end_lineno])
