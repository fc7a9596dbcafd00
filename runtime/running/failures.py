"""What a user sees of an exception: its own words, and the lines that they wrote."""

from __future__ import annotations

import traceback

from ..errors import Nb2pipeError
from ..events import NodeError
from ..own_code import is_own


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


def _text(error: BaseException, frames: list[traceback.FrameSummary]) -> str:
    head = ["Traceback (the project's own lines):\n"] if frames else []
    told = traceback.format_exception_only(error)
    return "".join([*head, *traceback.format_list(frames), *told]).rstrip()
