"""What a node prints and logs, kept beside what the user sees of it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import time
from typing import Any

from ..events import LogLine

_MOST = 1_000_000  # characters of one node

Hear = Callable[[str, str], object]  # is told the stream and the text


class Labelled:
    """Passes text on in whole lines, each with a label before it, so that writers do not mix."""

    def __init__(self, label: str, stream: Any) -> None:
        self._label = label
        self._stream = stream
        self._rest = ""

    def write(self, text: str) -> None:
        """Pass on the lines that are whole; of one that was written over, what it says last."""
        *lines, self._rest = (self._rest + text).split("\n")
        told = (line.rstrip("\r").rpartition("\r")[2] for line in lines)
        if lines:
            self._stream.write("".join(f"{self._label} | {line}\n" for line in told))

    def close(self) -> None:
        """Pass on what has no end of line."""
        if self._rest:
            self.write("\n")


class Log:
    """Everything that one node wrote, up to a limit; with a label it is shown line by line."""

    def __init__(self, label: str = "", hear: Hear | None = None) -> None:
        self.lines: list[LogLine] = []
        self._label = label
        self._hear = hear
        self._shown: dict[str, Labelled] = {}
        self._room = _MOST
        self._logged = ""

    def show(self, stream: str, text: str, where: Any) -> None:
        """Let what was written appear where it goes anyway."""
        if not self._label:
            where.write(text)
            return
        if stream not in self._shown:
            self._shown[stream] = Labelled(self._label, where)
        self._shown[stream].write(text)

    def close(self) -> None:
        """Let the last line appear."""
        for shown in self._shown.values():
            shown.close()

    def write(self, stream: str, text: str) -> None:
        """Take what was printed, unless it is what was logged just now."""
        if self._hear:
            self._hear(stream, text)
        said = text.rstrip("\n")
        if self._logged and said.endswith(self._logged):
            self._logged = ""
        elif text and self._room > 0:
            self._room -= len(text)
            self._append(stream, text if self._room > 0 else f"{text}\n… and more\n")

    def log(self, record: logging.LogRecord) -> None:
        """Take what was logged."""
        self._logged = record.getMessage()
        if self._room > 0:
            self._room -= len(self._logged)
            self._append(record.levelname, f"{record.name}: {self._logged}\n")

    def _append(self, stream: str, text: str) -> None:
        last = self.lines[-1] if self.lines else None
        if last and last.stream == stream and not last.text.endswith("\n"):
            self.lines[-1] = LogLine(last.at, stream, last.text + text)
        else:
            self.lines.append(LogLine(time(), stream, text))


_LOG: ContextVar[Log | None] = ContextVar("nb2pipe_log", default=None)


class _Routed:
    """A stream that also tells the log of the node that writes to it."""

    def __init__(self, name: str, stream: Any) -> None:
        self._name = name
        self.stream = stream

    def write(self, text: str) -> int:
        log = _LOG.get()
        if log is None:
            return self.stream.write(text)
        log.write(self._name, text)
        log.show(self._name, text, self.stream)
        return len(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextmanager
def routed() -> Iterator[None]:
    """Let what nodes print and log reach their logs, besides where it goes anyway."""
    before = sys.stdout, sys.stderr, logging.getLogRecordFactory()
    sys.stdout, sys.stderr = _Routed("stdout", before[0]), _Routed("stderr", before[1])
    logging.setLogRecordFactory(_noting(before[2]))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before[:2]
        logging.setLogRecordFactory(before[2])


@contextmanager
def captured(label: str = "", hear: Hear | None = None) -> Iterator[Log]:
    """The log of what is written within, in this thread and its tasks; `hear` is told at once."""
    log = Log(label, hear)
    token = _LOG.set(log)
    try:
        yield log
    finally:
        _LOG.reset(token)
        log.close()


def _noting(make: Any) -> Any:
    def factory(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        log = _LOG.get()
        if log is not None:
            log.log(record)
        return record

    return factory
