"""Rules that stripping keeps for every notebook and every sequence of bytes.

`NB2PIPE_EXAMPLES=10000` makes the long run.
"""

from __future__ import annotations

import copy
import json
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nb2pipe.gitfilter import InvalidNotebookError, strip
from nb2pipe.gitfilter.layout import read_layout
from nb2pipe.gitfilter.stripping import edits

EXAMPLES = int(os.environ.get("NB2PIPE_EXAMPLES", "200"))
many = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
SOURCES = st.lists(TEXT, max_size=3) | TEXT
METADATA = st.dictionaries(
    st.sampled_from(["tags", "collapsed", "scrolled", "mine", "a b", "\u00e9"]),
    st.booleans() | VALUES,
    max_size=4,
).map(lambda found: found | ({"tags": ["a"]} if "tags" in found else {}))
MEDIA = st.dictionaries(
    st.sampled_from(["text/plain", "image/png", "application/json"]), VALUES, max_size=3
)
OUTPUTS = st.one_of(
    st.fixed_dictionaries(
        {"output_type": st.just("stream"), "name": st.just("stdout"), "text": SOURCES}
    ),
    st.fixed_dictionaries(
        {"output_type": st.just("display_data"), "data": MEDIA, "metadata": st.just({})}
    ),
    st.fixed_dictionaries(
        {
            "output_type": st.just("execute_result"),
            "data": MEDIA,
            "metadata": st.just({}),
            "execution_count": st.just(1),
        }
    ),
)
CODE = st.fixed_dictionaries(
    {
        "cell_type": st.just("code"),
        "execution_count": st.none() | st.integers(0, 99),
        "metadata": METADATA,
        "outputs": st.lists(OUTPUTS, max_size=3),
        "source": SOURCES,
    }
)
PROSE = METADATA.map(
    lambda found: {k: v for k, v in found.items() if k not in ("collapsed", "scrolled")}
)
MARKDOWN = st.fixed_dictionaries(
    {"cell_type": st.just("markdown"), "metadata": PROSE, "source": SOURCES},
    optional={"attachments": st.dictionaries(TEXT, MEDIA, max_size=1)},
)
DOCUMENTS = st.fixed_dictionaries(
    {
        "cells": st.lists(CODE | MARKDOWN, max_size=4),
        "metadata": st.dictionaries(st.sampled_from(["kernelspec", "mine"]), VALUES, max_size=2),
        "nbformat": st.just(4),
        "nbformat_minor": st.integers(0, 4),
    }
)


@st.composite
def spelled(draw: st.DrawFn) -> tuple[dict[str, Any], bytes]:
    """A notebook, and one of the many ways to spell it."""
    document = draw(DOCUMENTS)
    indent = draw(st.sampled_from([None, 0, 1, 2, "\t"]))
    separators = draw(st.sampled_from([(",", ":"), (", ", ": "), (" ,  ", " :\n ")]))
    text = json.dumps(
        document,
        indent=indent,
        separators=separators,
        ensure_ascii=draw(st.booleans()),
        sort_keys=draw(st.booleans()),
    )
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    mark = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return document, mark + text.encode() + draw(st.sampled_from([b"", b"\n", b"\r\n \n"]))


@pytest.fixture(scope="module")
def clear():
    """Nbformat's notebooks, cleared by nbconvert's own preprocessor."""
    import nbformat
    from nbconvert.preprocessors import ClearOutputPreprocessor

    def cleared(document: dict[str, Any]) -> dict[str, Any]:
        node = nbformat.from_dict(copy.deepcopy(document))
        return json.loads(json.dumps(ClearOutputPreprocessor().preprocess(node, {})[0]))

    return cleared


@many
@given(spelled())
def test_the_result_is_what_clearing_the_outputs_gives(clear, made) -> None:
    document, data = made
    assert json.loads(strip(data).decode("utf-8-sig")) == clear(document)


@many
@given(spelled())
def test_a_second_strip_changes_nothing(made) -> None:
    once = strip(made[1])
    assert strip(once) is once


@many
@given(spelled())
def test_bytes_outside_the_edits_are_the_same(made) -> None:
    """What stays between the edits, joined, is the result without what the edits put in."""
    text = made[1].decode("latin-1")
    at, rest = 0, strip(made[1]).decode("latin-1")
    for start, end, new in edits(text, read_layout(text)):
        piece = text[at:start] + new
        assert rest.startswith(piece)
        rest, at = rest[len(piece) :], end
    assert rest == text[at:]


def strips_or_refuses(data: bytes) -> bool:
    """Whether bytes are stripped for good, or refused; any other way out is a fault."""
    try:
        once = strip(data)
    except InvalidNotebookError:
        return True
    return strip(once) == once


@many
@given(spelled(), st.data())
def test_no_mutation_of_a_notebook_crashes(made, data) -> None:
    text = bytearray(made[1])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text) - 1))
        length = data.draw(st.integers(0, 3))
        text[at : at + length] = data.draw(
            st.sampled_from([b"", b'"', b"\\", b"{", b"]", b",", b"\x00", b"\xff", b"1e"])
        )
    assert strips_or_refuses(bytes(text))


@many
@given(st.binary(max_size=60))
def test_no_bytes_crash(data: bytes) -> None:
    assert strips_or_refuses(data)


@many
@given(spelled(), st.data())
def test_what_json_accepts_is_stripped_and_what_it_refuses_never_leaks(made, data) -> None:
    """Cut anywhere, a notebook is refused: it never passes with half of its outputs."""
    cut = made[1].rstrip()[: data.draw(st.integers(1, max(1, len(made[1].rstrip()) - 1)))]
    with pytest.raises(InvalidNotebookError):
        strip(cut)
