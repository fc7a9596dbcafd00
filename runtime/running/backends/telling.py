"""What a node writes in a process of its own, told line by line to the process that started it.

So it appears there, beside what others write, and is known even of a process that is killed.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """What a process wrote."""

    stream: str
    text: str


@contextmanager
def telling(link: Connection) -> Iterator[None]:
    """Tell what is printed within; afterwards it goes where it went before."""
    lock, before = Lock(), (sys.stdout, sys.stderr)
    sys.stdout = _Told("stdout", before[0], link, lock)
    sys.stderr = _Told("stderr", before[1], link, lock)
    try:
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        sys.stdout, sys.stderr = before


class _Told:
    """A stream whose lines go over a link."""

    def __init__(self, name: str, stream: Any, link: Connection, lock: Any) -> None:
        self._name = name
        self._stream = stream
        self._link = link
        self._lock = lock
        self._process = os.getpid()
        self._rest = ""

    def write(self, text: str) -> int:
        if os.getpid() != self._process:  # in a process that the node forked
            return self._stream.write(text)
        with self._lock:
            self._rest += text
            if "\n" in text:
                self._send()
        return len(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        if os.getpid() != self._process:
            self._stream.flush()
            return
        with self._lock:
            self._send()

    def _send(self) -> None:
        text, self._rest = self._rest, ""
        with suppress(OSError):  # nobody listens any more
            if text:
                self._link.send_bytes(pickle.dumps(Said(self._name, text)))

    def isatty(self) -> bool:
        return False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
