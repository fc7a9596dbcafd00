"""Where everything is hung into a shell, and taken off again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakKeyDictionary

from ..converter.source.tags import Role
from .completion import matcher_for, words_for
from .line_magics import LineMagics
from .running import CellWatch
from .session import Session
from .tag_lines import HELP, comment_out_tag_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from IPython.core.interactiveshell import InteractiveShell
    from IPython.core.magic import MagicsManager


@dataclass(frozen=True, slots=True)
class Attachment:
    """What was hung into a shell."""

    watch: CellWatch
    matcher: Callable[..., Any]
    magics: dict[Literal["line", "cell"], dict[str, Callable[..., Any]]]
    """By kind, then by name."""


_sessions: WeakKeyDictionary[InteractiveShell, Session] = WeakKeyDictionary()
"""Outlives an attachment, so that `%reload_ext` forgets nothing."""

_attachments: WeakKeyDictionary[InteractiveShell, Attachment] = WeakKeyDictionary()


def session_of(shell: InteractiveShell) -> Session:
    """What a shell remembers, from the first `%load_ext` on."""
    return _sessions.setdefault(shell, Session())


def attach(shell: InteractiveShell) -> None:
    """Hang the magics into a shell that does not have them yet."""
    if shell in _attachments:
        return
    session = session_of(shell)
    magics = LineMagics(shell, session)
    attachment = Attachment(
        watch=CellWatch(shell, session),
        matcher=matcher_for(lambda before, source: words_for(before, source, magics)),
        magics={
            "line": {
                "pipeline": magics.pipeline,
                "catalog": magics.catalog,
                "load_node": magics.load_node,
            },
            "cell": {role.value: _tag_line_magic(role) for role in HELP}
            | {Role.CATALOG.value: magics.declare},
        },
    )
    _hang(shell, attachment)
    _attachments[shell] = attachment


def _hang(shell: InteractiveShell, attachment: Attachment) -> None:
    manager = _magics_of(shell)
    shell.input_transformers_cleanup.insert(0, comment_out_tag_line)
    shell.events.register("pre_run_cell", attachment.watch.before)
    shell.events.register("post_run_cell", attachment.watch.after)
    shell.Completer.custom_matchers.insert(0, attachment.matcher)
    for kind, functions in attachment.magics.items():
        for name, function in functions.items():
            manager.register_function(function, kind, name)


def detach(shell: InteractiveShell) -> None:
    """Take off what `attach` hung in; a shell that has nothing of ours stays as it is."""
    attachment = _attachments.pop(shell, None)
    if attachment is None:
        return
    shell.input_transformers_cleanup.remove(comment_out_tag_line)
    shell.events.unregister("pre_run_cell", attachment.watch.before)
    shell.events.unregister("post_run_cell", attachment.watch.after)
    shell.Completer.custom_matchers.remove(attachment.matcher)
    for kind, functions in attachment.magics.items():
        for name in functions:
            _magics_of(shell).magics[kind].pop(name, None)


def _magics_of(shell: InteractiveShell) -> MagicsManager:
    manager = shell.magics_manager
    assert manager is not None, "a shell makes it when it starts"
    return manager


def _tag_line_magic(role: Role) -> Callable[[str, str], None]:
    """A magic that exists for its name, to complete, and its help, to read.

    A cell never gets here: its tag line is a comment by then.
    """

    def magic(line: str, cell: str) -> None:
        from IPython.core.error import UsageError

        raise UsageError(f"`%%{role}` is for the first line of a cell and cannot be called")

    magic.__name__ = role.value
    magic.__doc__ = HELP[role]
    return magic
