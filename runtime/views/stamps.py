"""Moments, as people say them."""

from __future__ import annotations

from time import localtime, strftime


def told_moment(at: float) -> str:
    """A point of `time.time()` in local time, to the second."""
    return strftime("%Y-%m-%d %H:%M:%S", localtime(at))
