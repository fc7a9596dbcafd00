"""How the magics tell of an error that a user can cause: two sentences and no traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..runtime.errors import Nb2pipeError


def two_sentences(error: Nb2pipeError) -> str:
    """What is wrong, and below it what to do."""
    return f"{error.message}\n  help: {error.cure}"


@contextmanager
def shown_by_ipython() -> Iterator[None]:
    """Turn our errors into IPython's UsageError, which fails the cell and shows no traceback."""
    from IPython.core.error import UsageError

    try:
        yield
    except Nb2pipeError as error:
        raise UsageError(two_sentences(error)) from None


def say(text: str) -> None:
    """Print beside the cell's output, as a warning."""
    import sys

    print(f"nb2pipe: {text}", file=sys.stderr)
