"""Fingerprints of Python values, to tell whether two runs made the same things."""

from __future__ import annotations

from typing import Any

from . import arrays, code, figures, frames, libraries, objects, plain
from .digest import Digest, Opaque

TABLES = (arrays, code, figures, frames, libraries, objects, plain)
"""The modules that fill the table of kinds."""


def fingerprint(value: Any) -> str | None:
    """A digest of what a value holds; None where it has no content to compare.

    Equal in every process, whatever its hash seed, and whichever module a class stands in.

    >>> fingerprint([1.0, 2.0]) == fingerprint([1.0, 2.0])
    True
    >>> fingerprint([1.0, 2.0]) == fingerprint([1, 2])
    False
    >>> fingerprint(iter([1, 2]) for _ in "a") is None
    True
    """
    digest = Digest()
    try:
        digest.whole(value)
    except (Opaque, RecursionError):
        return None
    return digest.hexdigest()
