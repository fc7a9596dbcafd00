"""What git calls for a notebook that both sides changed: `%O %A %B %L %P`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from .errors import InvalidNotebookError
from .merging import merge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .clean import Note

LABELS = ("-L", "ours", "-L", "base", "-L", "theirs")


def merge_files(base: str, ours: str, theirs: str, size: str, path: str, note: Note) -> int:
    """Leave the merge in the file `ours`; the number of conflicts is the exit status.

    What is no notebook is merged by git as the text it is.
    """
    was, mine, yours = (
        Path(name).read_bytes().decode("utf-8", "surrogateescape") for name in (base, ours, theirs)
    )
    try:
        merged = merge(was, mine, yours, LineMerge(size))
    except InvalidNotebookError as error:
        note(f"{path}: merged as text, since {error.message}")
        return _merge_file(["--marker-size", size, ours, base, theirs])[0]
    Path(ours).write_bytes(merged.text.encode("utf-8", "surrogateescape"))
    for conflict in merged.conflicts:
        note(f"{path}: conflict in {conflict}")
    return min(len(merged.conflicts), 127)


class LineMerge:
    """Merges the lines of one source with `git merge-file`."""

    def __init__(self, marker_size: str = "7") -> None:
        self._options = ["-p", "--marker-size", marker_size, *LABELS]

    def __call__(self, base: str, ours: str, theirs: str) -> tuple[str, bool]:
        """The merged text, and whether markers stand in it."""
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder, name) for name in ("ours", "base", "theirs")]
            for path, text in zip(paths, (ours, base, theirs), strict=True):
                path.write_bytes(_ended(text).encode("utf-8", "surrogatepass"))
            status, merged = _merge_file([*self._options, *map(str, paths)])
        return merged.decode("utf-8", "surrogatepass").removesuffix("\n"), status != 0


def _ended(text: str) -> str:
    """A source's last line has no end, which would make an added line a change of two."""
    return text + "\n" if text else ""


def _merge_file(arguments: list[str]) -> tuple[int, bytes]:
    import subprocess

    done = subprocess.run(["git", "merge-file", *arguments], stdout=subprocess.PIPE, check=False)
    return done.returncode, done.stdout
