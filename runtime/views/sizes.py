"""Bytes, as people say them."""

from __future__ import annotations


def told_size(size: float) -> str:
    """Bytes with a unit that fits.

    >>> told_size(0), told_size(1234), told_size(5_600_000)
    ('0 B', '1.2 kB', '5.6 MB')
    """
    if size < 1000:
        return f"{size:.0f} B"
    for unit in ("kB", "MB", "GB"):
        size /= 1000
        if size < 1000:
            return f"{size:.1f} {unit}"
    return f"{size / 1000:.1f} TB"
