"""What installing added to the end of somebody's file, remembered so that it can be cut off again.

Only lengths and a digest are kept: a configuration may hold secrets.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from .copies import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def remember(path: Path, before: bytes | None) -> dict[str, Any] | None:
    """Describe a file that was `before` and is longer now; None where it grew otherwise."""
    after = path.read_bytes()
    if not after.startswith(before or b""):
        return None
    length = len(before or b"")
    added = len(after) > length
    return {
        "existed": before is not None,
        "length": length,
        "added": added,
        "after": _digest(after),
    }


def cut_back(path: Path, memory: dict[str, Any] | None) -> bool:
    """Give a file its earlier bytes back; False where it is no longer as installing left it."""
    if not memory or not path.is_file():
        return False
    data = path.read_bytes()
    if _digest(data) != memory["after"]:
        return False
    if not memory["existed"]:
        path.unlink()
    elif memory["length"] != len(data):
        replace(path, data[: memory["length"]])
    return True


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()
