"""What Tab offers on a tag line and behind our line magics."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, cast

from ..converter.source.tags import MAGIC_LINE, NODE_FLAGS, Role
from .cell_flow import flow_of
from .subcommands import SUBCOMMANDS

if TYPE_CHECKING:
    from IPython.core.completer import CompletionContext, Matcher, SimpleMatcherResult

    from ..converter.flow.cells import Flow
    from .line_magics import LineMagics

SPOKEN: dict[str, Callable[[LineMagics], Iterable[str]]] = {
    "%pipeline": lambda magics: ("check", *SUBCOMMANDS),
    "%catalog": lambda magics: ("load",),
    "%catalog load": lambda magics: magics.session.config,
    "%load_node": lambda magics: magics.node_names,
}
"""What may stand behind the words of a line magic."""


def words_for(before: str, source: str, magics: LineMagics) -> list[str]:
    """The words that fit at the end of `before`, a line of the cell `source` up to the cursor."""
    lead, _, word = before.rpartition(" ")
    if MAGIC_LINE.match(before):
        offered = _on_tag_line(lead, word, source)
    else:
        offered = SPOKEN[lead](magics) if lead in SPOKEN else ()
    return [each for each in offered if each.startswith(word)]


def _on_tag_line(lead: str, word: str, source: str) -> Iterable[str]:
    """Names that the cell reads behind `-i`, names that it makes behind `-o`, options elsewhere."""
    magic, *given = lead.split()
    if magic != f"%%{Role.NODE}":
        return ()
    last = next((each for each in reversed(given) if each.startswith("-")), None)
    if word.startswith("-") or last not in PORTS:
        return [flag for flag in NODE_FLAGS if flag not in given]
    names = PORTS[last](flow_of(source))
    return sorted(name for name in names if name not in given and not hasattr(builtins, name))


PORTS: dict[str | None, Callable[[Flow], Iterable[str]]] = {
    "-i": lambda flow: flow.reads,
    "--inputs": lambda flow: flow.reads,
    "-o": lambda flow: {*flow.binds, *flow.changes},
    "--outputs": lambda flow: {*flow.binds, *flow.changes},
}
"""Which names of a cell may follow an option."""


def matcher_for(words: Callable[[str, str], Sequence[str]]) -> Matcher:
    """An IPython matcher that offers `words(text of the line up to the cursor, text of the cell)`."""
    from IPython.core.completer import SimpleCompletion

    def match(context: CompletionContext) -> SimpleMatcherResult:
        before = context.text_until_cursor
        found = words(before, context.full_text)
        return {
            "completions": [SimpleCompletion(text=word, type="magic") for word in found],
            "matched_fragment": before.rpartition(" ")[2],
            "suppress": bool(found),
            "ordered": True,
        }

    vars(match).update(matcher_api_version=2, matcher_identifier="nb2pipe", matcher_priority=1)
    return cast("Matcher", match)
