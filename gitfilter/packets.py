"""Git's packet lines (gitprotocol-common): four hexadecimal digits of length, then the bytes."""

from __future__ import annotations

import io

from .streams import gather

MOST = 65516  # bytes that git lets one packet carry
FLUSH = b"0000"
ROOM = 1 << 20  # bytes asked of a pipe at a time


class EndOfInputError(Exception):
    """Git has closed its end of the pipe."""


class Packets:
    """The two pipes between git and a filter process."""

    def __init__(self, source: int, sink: int) -> None:
        self._source = io.FileIO(source, "rb", closefd=False)
        self._sink = io.FileIO(sink, "wb", closefd=False)
        self._buffer = bytearray(ROOM)
        self._view = memoryview(self._buffer)
        self._at = 0
        self._end = 0
        self._waiting = b""  # to be sent: git is woken once for an answer, not for each packet

    def read_list(self) -> list[str]:
        """The lines up to the next flush packet, without their ends."""
        lines = []
        while (line := self._read_packet()) is not None:
            lines.append(str(line, "utf-8", "surrogateescape").rstrip("\n"))
        return lines

    def read_text(self) -> str:
        """The content up to the next flush packet on a latin-1 view, held in memory once."""
        return gather(str(content, "latin-1") for content in iter(self._read_packet, None))

    def write_list(self, *lines: str) -> None:
        """Send lines and a flush packet."""
        encoded = [line.encode("utf-8", "surrogateescape") + b"\n" for line in lines]
        self._send(b"".join(_packet(line) for line in encoded) + FLUSH)

    def write_text(self, text: str) -> None:
        """Send content and a flush packet; no more than a packet of it is copied at a time."""
        for start in range(0, len(text), MOST):
            self._send(_packet(text[start : start + MOST].encode("latin-1")))
        self._send(FLUSH)

    def _read_packet(self) -> memoryview | None:
        """One packet's bytes, valid until the next is read; None for a flush packet."""
        self._need(4)
        length = int(self._view[self._at : self._at + 4].tobytes(), 16)
        self._at += 4
        if not length:
            return None
        self._need(length - 4)
        start = self._at
        self._at += length - 4
        return self._view[start : self._at]

    def _need(self, count: int) -> None:
        """Have that many unread bytes in the buffer."""
        if self._end - self._at >= count:
            return
        self._flush()
        left = self._end - self._at
        self._view[:left] = bytes(self._view[self._at : self._end])
        self._at, self._end = 0, left
        while self._end < count:
            got = self._source.readinto(self._view[self._end :])
            if not got:
                raise EndOfInputError
            self._end += got

    def _send(self, data: bytes) -> None:
        self._waiting += data
        if len(self._waiting) > MOST:
            self._flush()

    def _flush(self) -> None:
        view = memoryview(self._waiting)
        self._waiting = b""
        while view:
            view = view[self._sink.write(view) :]


def _packet(data: bytes) -> bytes:
    return b"%04x" % (len(data) + 4) + data
