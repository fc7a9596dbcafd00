"""What a user sees of an exception: its own words, and the lines that they wrote."""

from __future__ import annotations

import os
import sysconfig
import traceback
from pathlib import Path

from .errors import Nb2pipeError
from .events import NodeError

_OURS = f"{Path(__file__).parent}{os.sep}"
_LIBRARIES = tuple(
    {path + os.sep for name in ("stdlib", "platstdlib", "purelib", "platlib")
     if (path := sysconfig.get_path(name))}
)  # fmt: skip
# Libraries of the system, of the user, or of an environment below this one, stand there as well.
_SHELVES = tuple(f"{os.sep}{name}{os.sep}" for name in ("site-packages", "dist-packages"))


def describe(error: BaseException) -> NodeError:
    """Cut an exception to what its user can act on."""
    frames = _own_frames(error)
    last = frames[-1] if frames else None
    return NodeError(
        type=type(error).__name__,
        message=str(error),
        traceback="" if isinstance(error, Nb2pipeError) else _text(error, frames),
        file=last.filename if last else None,
        line=last.lineno if last else None,
        source=last.line if last else None,
        cure=getattr(error, "cure", None),
        kinds=tuple(kind.__name__ for kind in type(error).__mro__[:-1]),
    )


def _own_frames(error: BaseException) -> list[traceback.FrameSummary]:
    frames = traceback.extract_tb(error.__traceback__)
    return [frame for frame in frames if is_own(frame.filename)]


def is_own(filename: str) -> bool:
    """Whether a file is the user's: neither of the runtime nor of an installed library."""
    if filename.startswith(("<frozen ", _OURS, *_LIBRARIES)):
        return False
    return not any(folder in filename for folder in _SHELVES)


def _text(error: BaseException, frames: list[traceback.FrameSummary]) -> str:
    head = ["Traceback (the project's own lines):\n"] if frames else []
    told = traceback.format_exception_only(error)
    return "".join([*head, *traceback.format_list(frames), *told]).rstrip()
