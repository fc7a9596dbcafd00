"""Whether a node leaves its inputs as they were given to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import ChangedInputError
from ..pipeline.nodes import Node


def fingerprints(given: Mapping[str, Any]) -> dict[str, str]:
    """What each value is; values that cannot be pickled are left out."""
    from ..values.digests import digest_of

    found: dict[str, str] = {}
    for name, value in given.items():
        try:
            found[name] = digest_of(value, lambda _code: "")
        except Exception:  # noqa: BLE001 - pickling runs code of any class
            continue
    return found


def check_unchanged(node: Node, given: Mapping[str, Any], before: Mapping[str, str]) -> None:
    """Refuse what a node made when it changed something that it was given.

    Raises:
        ChangedInputError: it did.
    """
    if not before:
        return
    after = fingerprints(given)
    changed = [name for name, mark in before.items() if after.get(name) != mark]
    if changed:
        raise ChangedInputError(node.name, changed)
