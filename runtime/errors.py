"""What can go wrong through a user's hand; each error says what is wrong and what to do.

    Nb2pipeError                 exit status 1: something was found
    └── UsageError               exit status 2: the call itself was wrong
"""

from __future__ import annotations


class Nb2pipeError(Exception):
    """Something a user can cause and cure.

    `str(error)` is one sentence that says what is wrong and where; `cure` says what to do.
    """

    exit_status = 1

    def __init__(self, message: str, *, cure: str) -> None:
        self.message = message
        self.cure = cure
        super().__init__(message)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


class UsageError(Nb2pipeError):
    """The call names something that is not there or does not fit."""

    exit_status = 2


def _rebuild(kind: type[Nb2pipeError], args: tuple[object, ...], state: dict[str, object]) -> object:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error
