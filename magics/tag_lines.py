"""Tag lines in a live notebook: they become comments, so that a tagged cell runs as it always did."""

from __future__ import annotations

from ..converter.source.tags import Role, find_magic, parse_magic, without_magic
from .messages import shown_by_ipython

HELP = {
    Role.NODE: """This cell is a node of the pipeline, and runs here as it would without this line.

    %%node [NAME] [-i NAME ...] [-o NAME ...] [--tags TAG ...] [--namespace NAME]
           [--retries N] [--retry-delay SECONDS] [--timeout SECONDS] [--no-cache] [--isolated]

    -i, --inputs     the names it reads; `-i df=companies` reads the dataset companies as df
    -o, --outputs    the names it makes; `-o df=clean` publishes df as the dataset clean
    --tags           tags to select nodes by
    --namespace      prefix of its datasets
    --retries        how often to try again after a failure, and
    --retry-delay    how many seconds to wait before that
    --timeout        how many seconds it may take
    --no-cache       run it always
    --isolated       run it as the function that it becomes: it sees --inputs and nothing else
    """,
    Role.PARAMETERS: """This cell assigns the pipeline's parameters: literals, one a name.

    %%params
    """,
    Role.SETUP: """This cell holds imports, configuration and helpers that every node may use.

    %%setup
    """,
    Role.REPORT: """This cell makes something to look at, which a run of the pipeline keeps.

    %%report [NAME]
    """,
    Role.SKIP: """This cell is exploration: it runs here and stays out of the pipeline.

    %%skip
    """,
}
"""What `%%node?` shows, and the others."""


def comment_out_tag_line(lines: list[str]) -> list[str]:
    """Make the tag line of a cell a comment, after a look at whether it can be read.

    The cell of a catalog is not Python; it is left to the magic of that name.
    """
    source = "".join(lines)
    found = find_magic(source)
    if found is None:
        return lines
    with shown_by_ipython():
        tag = parse_magic(found[1])
    if tag.role is Role.CATALOG:
        return lines
    return without_magic(source).splitlines(keepends=True)


# IPython then leaves it out when a terminal asks whether the input is complete: there a half
# written tag line must not be an error.
comment_out_tag_line.has_side_effects = True  # pyright: ignore[reportFunctionMemberAccess]
