"""docs/magics.md tells of every magic and every option."""

from __future__ import annotations

from pathlib import Path

import pytest

from nb2pipe.converter.source.tags import NODE_FLAGS, ROLE_OF_TAG, Role

LINE_MAGICS = ("%pipeline", "%catalog", "%load_node")

PAGE = (Path(__file__).parents[2] / "docs" / "magics.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "word", [*NODE_FLAGS, *ROLE_OF_TAG, *(f"%%{role}" for role in Role), *LINE_MAGICS]
)
def test_the_page_tells_of(word):
    assert f"`{word}" in PAGE
