"""What git starts: one verb, its arguments, and an exit status."""

from __future__ import annotations

import sys

from .errors import GitFilterError
from .system import dup, dup2


def note(message: str) -> None:
    print(f"nb2pipe: {message}", file=sys.stderr)


def main(arguments: list[str]) -> int:
    """Run one of git's calls; `arguments` start with the verb."""
    sink = _keep_stdout_clean()
    try:
        return _VERBS[arguments[0]](sink, *arguments[1:])
    except GitFilterError as error:
        note(f"{error.message}\n  help: {error.cure}")
        return error.exit_status
    except OSError as error:
        note(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


def _keep_stdout_clean() -> int:
    """Point standard output at standard error: a stray byte would be fatal to git's protocol."""
    sink = dup(1)
    dup2(2, 1)
    return sink


def _process(sink: int) -> int:
    from .packets import Packets
    from .process import serve

    serve(Packets(0, sink), note)
    return 0


def _clean(sink: int, path: str) -> int:
    """Strip one file, for clients of git that do not speak the filter process's protocol."""
    from .clean import clean
    from .lookup import Lookup
    from .streams import read_all, write_all

    write_all(sink, clean(read_all(0), path, Lookup().settings_for(path), note))
    return 0


def _textconv(sink: int, path: str) -> int:
    from .show import show_file

    show_file(path, sink, note)
    return 0


def _merge(sink: int, base: str, ours: str, theirs: str, size: str, path: str) -> int:
    from .mergedriver import merge_files

    return merge_files(base, ours, theirs, size, path, note)


def _hook(sink: int) -> int:
    from .hook import strip_index

    strip_index(note)
    return 0


_VERBS = {
    "process": _process,
    "clean": _clean,
    "textconv": _textconv,
    "merge": _merge,
    "hook": _hook,
}
