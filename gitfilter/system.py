"""The operating system without `os`, whose import would cost a fifth of a start."""

from __future__ import annotations

try:
    from posix import dup, dup2, getcwd, lstat
except ImportError:  # Windows
    from nt import dup, dup2, getcwd, lstat  # pyright: ignore

__all__ = ["dup", "dup2", "getcwd", "lstat"]
