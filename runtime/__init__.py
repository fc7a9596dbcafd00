"""What a generated project needs when it runs."""

from __future__ import annotations

from .errors import Nb2pipeError, UsageError

__all__ = ["Nb2pipeError", "UsageError"]
