"""The IPython extension: `%load_ext nb2pipe`, cell and line magics, the memory of a live session."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["load_ipython_extension", "unload_ipython_extension"]


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Teach a shell the magics; a second call changes nothing."""
    from .extension import attach

    attach(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Take everything back that `load_ipython_extension` added, but for what was remembered."""
    from .extension import detach

    detach(shell)
