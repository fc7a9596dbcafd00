"""The user's code is told from that of libraries."""

from __future__ import annotations

import pytest

from nb2pipe.runtime.own_code import is_own


@pytest.mark.parametrize(
    ("file", "own"),
    [
        ("/usr/lib/python3/dist-packages/pandas/core/frame.py", False),
        ("/home/me/.local/lib/python3.12/site-packages/numpy/core.py", False),
        ("/home/me/project/nodes.py", True),
        ("<frozen importlib._bootstrap>", False),
    ],
)
def test_libraries_are_not_the_users_wherever_they_are_installed(file: str, own: bool) -> None:
    assert is_own(file) is own
