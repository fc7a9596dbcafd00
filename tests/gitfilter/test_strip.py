"""Stripping takes outputs, counts and volatile metadata, and leaves every other byte."""

from __future__ import annotations

import json

import pytest

from nb2pipe.gitfilter import Settings, strip

CELL = '{"cell_type": "code", "source": [], %s}'


def stripped(cell: str, **settings: object) -> str:
    """What becomes of a cell's text in a notebook of that one cell."""
    text = strip(f'{{"cells": [{cell}], "metadata": {{}}}}'.encode(), Settings(**settings))  # type: ignore[arg-type]
    return text.decode().removeprefix('{"cells": [').removesuffix('], "metadata": {}}')


TAKEN = [
    ("outputs", '"outputs": [{"a": "]\\"}"}]', '"outputs": []'),
    ("outputs that are no list", '"outputs": "text"', '"outputs": []'),
    ("an escaped key", '"outp\\u0075ts": [1]', '"outp\\u0075ts": []'),
    ("a key that stands twice", '"outputs": [1], "outputs": [2]', '"outputs": [], "outputs": []'),
    ("the count", '"execution_count": 7', '"execution_count": null'),
    ("nbformat 3's count", '"prompt_number": 7', '"prompt_number": null'),
    ("nbformat 3's collapsing", '"collapsed": true', '"collapsed": false'),
    ("the only metadata", '"metadata": { "collapsed": true }', '"metadata": {}'),
    ("the first metadata", '"metadata": {"scrolled": 1, "a": 2}', '"metadata": {"a": 2}'),
    ("the last metadata", '"metadata": {"a": 2,\n "scrolled": 1}', '"metadata": {"a": 2}'),
    (
        "metadata between",
        '"metadata": {"a": 1, "collapsed": 1, "b": 2}',
        '"metadata": {"a": 1, "b": 2}',
    ),
    (
        "all around one",
        '"metadata": {"scrolled": 1, "a": 1, "execution": {}}',
        '"metadata": {"a": 1}',
    ),
    ("an emptied parent", '"metadata": {"jupyter": {"outputs_hidden": true}}', '"metadata": {}'),
    (
        "one of a parent's",
        '"metadata": {"jupyter": {"outputs_hidden": true, "x": 1}}',
        '"metadata": {"jupyter": {"x": 1}}',
    ),
    (
        "Colab's run",
        '"metadata": {"id": "x", "executionInfo": {"user": {}}}',
        '"metadata": {"id": "x"}',
    ),
    (
        "Databricks' own, whose key has dots",
        '"metadata": {"application/vnd.databricks.v1+cell": {"nuid": "1", "title": "t"}}',
        '"metadata": {"application/vnd.databricks.v1+cell": {"title": "t"}}',
    ),
]


@pytest.mark.parametrize(
    ("before", "after"), [row[1:] for row in TAKEN], ids=[row[0] for row in TAKEN]
)
def test_what_changes_without_the_notebook_is_taken(before: str, after: str) -> None:
    assert stripped(CELL % before) == CELL % after


LEFT = [
    ("empty outputs with space in them", '"outputs": [ ]'),
    ("a count that is null", '"execution_count":null'),
    ("tags", '"metadata": {"tags": ["node:clean"]}'),
    ("an empty parent", '"metadata": {"jupyter": {}}'),
    ("a cell's language", '"metadata": {"vscode": {"languageId": "sql"}}'),
    ("a source that looks like outputs", '"x": "\\"outputs\\": [1]"'),
    ("attachments", '"attachments": {"a.png": {"image/png": "AAAA"}}'),
    ("odd numbers", '"x": [1.0E+2, -0, 123456789012345678901234567890, NaN, 1e999]'),
    ("lone surrogates and separators", '"x": "\\ud800 \u2028"'),
    ("unknown keys", '"y": {"outputs": [1]}'),
]


@pytest.mark.parametrize("member", [row[1] for row in LEFT], ids=[row[0] for row in LEFT])
def test_everything_else_keeps_its_bytes(member: str) -> None:
    assert stripped(CELL % member) == CELL % member


@pytest.mark.parametrize(
    ("key", "value"),
    [("signature", "x"), ("widgets", {"a": 1}), ("papermill", {}), ("vscode", {"interpreter": {}})],
)
def test_the_notebooks_volatile_metadata_is_taken(key: str, value: object) -> None:
    data = json.dumps({"cells": [], "metadata": {key: value, "kernelspec": {}}}).encode()
    assert json.loads(strip(data))["metadata"] == {"kernelspec": {}}


def test_the_version_of_the_language_is_taken_and_its_name_stays() -> None:
    data = b'{"cells": [], "metadata": {"language_info": {"name": "python", "version": "3.11"}}}'
    assert strip(data) == b'{"cells": [], "metadata": {"language_info": {"name": "python"}}}'


@pytest.mark.parametrize(
    "data",
    [
        b'\xef\xbb\xbf{"cells": []}',
        b'{"cells": [{"source": "bad UTF-8 \xff\xfe"}]}',
        b'{\r\n  "cells" : [ ] ,\r\n\t"metadata":{}}\r\n\r\n',
        b'{"cells": []}',
    ],
    ids=["byte order mark", "bytes that are no UTF-8", "CRLF and tabs", "no final newline"],
)
def test_a_clean_file_comes_back_itself(data: bytes) -> None:
    assert strip(data) is data


def test_nbformat_3_is_stripped_in_its_worksheets() -> None:
    data = b'{"nbformat": 3, "worksheets": [{"cells": [{"outputs": [1], "prompt_number": 3}]}]}'
    assert b'"outputs": [], "prompt_number": null' in strip(data)


def test_the_sum_of_kept_lines_is_the_file_without_its_outputs(make) -> None:
    """A notebook as Jupyter writes it comes out as Jupyter would have written it unrun."""
    run = make.notebook(make.markdown("# T"), make.code("a = 1\nb", run=3))
    assert strip(run.encode()).decode() == make.notebook(
        make.markdown("# T"), make.code("a = 1\nb")
    )
