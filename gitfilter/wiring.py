"""What git is told: the drivers in its configuration, and the attributes that ask for them."""

from __future__ import annotations

import shlex

DRIVER = "nb2pipe"
ATTRIBUTES = f"*.ipynb filter={DRIVER} diff={DRIVER} merge={DRIVER}\n"
SECTIONS = (f"filter.{DRIVER}", f"diff.{DRIVER}", f"merge.{DRIVER}")
TEXTCONV_CACHE = f"refs/notes/textconv/{DRIVER}"
MARK = "# nb2pipe: "  # begins the second line of a hook that is ours
BEFORE = "pre-commit.before-nb2pipe"

# Found anew at each start, so that a repository that moved, a worktree and a submodule all work.
IN_REPOSITORY = f'd=.git/{DRIVER}; [ -d "$d" ] || d=$(git rev-parse --git-common-dir)/{DRIVER}; exec sh "$d/run"'


def at_folder(folder: str) -> str:
    """The start of a command that runs the driver kept in `folder`, whatever its name holds."""
    return f"exec sh {shlex.quote(folder.replace(chr(92), '/') + '/run')}"


def config_rows(start: str) -> dict[str, str]:
    """Git's configuration for the three drivers, whose commands begin with `start`."""
    return {
        f"filter.{DRIVER}.process": f"{start} process",
        f"filter.{DRIVER}.clean": f"{start} clean %f",
        f"filter.{DRIVER}.smudge": "cat",
        f"filter.{DRIVER}.required": "true",
        f"diff.{DRIVER}.textconv": f"{start} textconv",
        f"diff.{DRIVER}.cachetextconv": "true",
        f"diff.{DRIVER}.xfuncname": "^\u2500\u2500 (.*)$",
        f"merge.{DRIVER}.name": "notebooks by cell",
        f"merge.{DRIVER}.driver": f"{start} merge %O %A %B %L %P",
    }


def with_attributes(text: str) -> str:
    """The text of an attributes file with our line at its end, once.

    >>> with_attributes(with_attributes("*.png binary")).count("nb2pipe")
    3
    """
    if ATTRIBUTES.strip() in text.splitlines():
        return text
    return text + ("\n" if text and not text.endswith("\n") else "") + ATTRIBUTES


def without_attributes(text: str) -> str:
    """The text without our line."""
    return "".join(
        line for line in text.splitlines(keepends=True) if line.strip() != ATTRIBUTES.strip()
    )


def hook_text() -> str:
    """A pre-commit hook that strips what is staged, then runs the hook that stood there before."""
    return f"""#!/bin/sh
{MARK}outputs leave what is staged; the working copy stays as it is
( {IN_REPOSITORY} hook ) || exit
before="${{0%/*}}/{BEFORE}"
[ ! -x "$before" ] || exec "$before" "$@"
"""
