"""Which code is the user's: what stands neither in the runtime nor in an installed library."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path
from typing import Any

_OURS = f"{Path(__file__).parent}{os.sep}"
_LIBRARIES = tuple(
    {path + os.sep for name in ("stdlib", "platstdlib", "purelib", "platlib")
     if (path := sysconfig.get_path(name))}
)  # fmt: skip
# Libraries of the system, of the user, or of an environment below this one, stand there as well.
_SHELVES = tuple(f"{os.sep}{name}{os.sep}" for name in ("site-packages", "dist-packages"))


def is_own(filename: str) -> bool:
    """Whether a file is the user's: neither of the runtime nor of an installed library."""
    if filename.startswith(("<frozen ", _OURS, *_LIBRARIES)):
        return False
    return not any(folder in filename for folder in _SHELVES)


def is_own_code(obj: Any) -> bool:
    """Whether a class or function stands in a module of the user's, not in a library."""
    module = sys.modules.get(getattr(obj, "__module__", None) or "")
    file = getattr(module, "__file__", None)
    return file is not None and is_own(file)
