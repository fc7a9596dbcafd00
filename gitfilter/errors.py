"""What can go wrong through a user's hand; each error says what is wrong and what to do.

GitFilterError               exit status 1
├── InvalidNotebookError          the file cannot be read as a notebook
├── SettingsError            [tool.nb2pipe.git] says something that means nothing
└── GitError                 git is missing, or refused a command (exit status 2)
"""

from __future__ import annotations


class GitFilterError(Exception):
    """Something a user can cause and cure: `message` says what, `cure` says what to do."""

    exit_status = 1

    def __init__(self, message: str, *, cure: str) -> None:
        self.message = message
        self.cure = cure
        super().__init__(message)


class InvalidNotebookError(GitFilterError):
    """The text is no notebook; stripping it would be a guess, and a guess could leak outputs."""

    def __init__(self, reason: str, *, line: int, column: int, cure: str) -> None:
        self.reason = reason
        self.line = line
        self.column = column
        super().__init__(f"line {line}, column {column}: {reason}", cure=cure)

    def in_file(self, path: str) -> InvalidNotebookError:
        """The same error, naming the file."""
        named = InvalidNotebookError(
            self.reason, line=self.line, column=self.column, cure=self.cure
        )
        named.message = f"{path}:{self.line}:{self.column}: {self.reason}"
        named.args = (named.message,)
        return named


class SettingsError(GitFilterError):
    """A setting in pyproject.toml is unknown or has a value that it cannot have."""


class GitError(GitFilterError):
    """Git is not there, this is no repository, or git refused what was asked of it."""

    exit_status = 2
