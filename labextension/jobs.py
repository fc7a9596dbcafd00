"""Runs and proofs: each in a process of its own, with everything that it told."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import time
from typing import Any, Literal
from uuid import uuid4

from .worker import RECORD

Kind = Literal["run", "verify"]
Status = Literal["running", "success", "failed", "cancelled"]

MOST_EVENTS = 20_000
"""What a job tells beyond this is dropped, but for the events of its nodes."""

KEPT_JOBS = 50
GRACE = 3.0
"""Seconds from asking a process to end to killing it."""

POLL = 0.5
LAST_WORDS = 2.0
"""Seconds for which the output of a process that ended is still read."""


@dataclass
class Job:
    """One run or proof, going on or over."""

    kind: Kind
    path: str
    """The project or the notebook, as the contents API writes it."""
    options: Mapping[str, Any]
    id: str = field(default_factory=lambda: uuid4().hex[:12])
    started: float = field(default_factory=time)
    status: Status = "running"
    events: list[dict[str, Any]] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    process: Process | None = None
    running: list[str] = field(default_factory=list)
    """The nodes that run now."""

    def tell(self, event: Mapping[str, Any]) -> None:
        """Keep an event and wake who follows."""
        self.events.append({**event, "job": self.id})
        self.changed.set()
        self.changed = asyncio.Event()

    def hear(self, line: str) -> None:
        """Take a line of the process: an event, or something that was printed."""
        printed, mark, record = line.partition(RECORD)
        if printed.rstrip("\r\n") and len(self.events) < MOST_EVENTS:
            node, text = self._writer_of(printed.rstrip("\r\n"))
            self.tell({"event": "log", "text": text, "node": node, "at": time()})
        if mark:
            event = json.loads(record)
            self._follow(event)
            self.tell(event)

    def _writer_of(self, line: str) -> tuple[str | None, str]:
        """The node that printed a line, and the line; runners label it where several run."""
        label, mark, said = line.partition(" | ")
        if mark and label in self.running:
            return label, said
        return (self.running[0] if len(self.running) == 1 else None), line

    def _follow(self, event: Mapping[str, Any]) -> None:
        node = event.get("node")
        if event["event"] == "node_started" and node not in self.running:
            self.running.append(str(node))
        elif node in self.running and event["event"] != "node_retried":
            self.running.remove(node)

    async def follow(self, after: int = 0, pause: float = 15.0) -> AsyncIterator[int | None]:
        """The numbers of events from `after` on, until the job is over; None after each pause."""
        while True:
            changed = self.changed
            while after < len(self.events):
                yield after
                after += 1
            if self.status != "running":
                return
            try:
                await asyncio.wait_for(changed.wait(), pause)
            except TimeoutError:
                yield None

    def summary(self) -> dict[str, Any]:
        """The job in a list of jobs."""
        last = self.events[-1]["at"] if self.events else self.started
        return {
            "id": self.id,
            "kind": self.kind,
            "path": self.path,
            "options": dict(self.options),
            "status": self.status,
            "started": self.started,
            "seconds": (time() if self.status == "running" else last) - self.started,
            "nodes": node_states(self.events),
        }


NODE_STATES = {
    "node_started": "running",
    "node_finished": "done",
    "node_cached": "cached",
    "node_failed": "failed",
    "node_skipped": "skipped",
}


def node_states(events: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """How each node stands after some events.

    >>> node_states([{"event": "node_finished", "node": "clean", "seconds": 2.0}])
    {'clean': {'status': 'done', 'seconds': 2.0}}
    """
    return {
        event["node"]: {"status": NODE_STATES[event["event"]], "seconds": event.get("seconds")}
        for event in events
        if event["event"] in NODE_STATES
    }


class Jobs:
    """The jobs of a server, the oldest of them forgotten."""

    def __init__(self) -> None:
        self._held: dict[str, Job] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def __iter__(self) -> Iterator[Job]:
        return iter(list(self._held.values()))

    def get(self, id_: str) -> Job | None:
        return self._held.get(id_)

    async def start(self, job: Job, task: Mapping[str, Any], folder: Path) -> None:
        """Start a process for a job and listen to it."""
        job.process = await asyncio.create_subprocess_exec(
            sys.executable, "-u", "-m", f"{__package__}.worker", json.dumps(task),
            stdin=PIPE, stdout=PIPE, stderr=STDOUT, cwd=folder, start_new_session=True,
        )  # fmt: skip
        self._held[job.id] = job
        self._forget()
        listening = asyncio.create_task(self._listen(job))
        self._tasks.add(listening)
        listening.add_done_callback(self._tasks.discard)

    def _forget(self) -> None:
        over = [job.id for job in self._held.values() if job.status != "running"]
        for id_ in over[: max(0, len(self._held) - KEPT_JOBS)]:
            del self._held[id_]

    async def _listen(self, job: Job) -> None:
        process = job.process
        assert process is not None
        assert process.stdout is not None
        reading = asyncio.create_task(_hear_all(job, process.stdout))
        while process.returncode is None and not reading.done():
            await asyncio.wait({reading}, timeout=POLL)
        # what the user's code leaves running may hold the output open for ever
        await asyncio.wait({reading}, timeout=LAST_WORDS)
        reading.cancel()
        code = process.returncode if process.returncode is not None else await process.wait()
        process._transport.close()  # asyncio has no other word for it  # pyright: ignore
        if job.status == "running":
            job.status = "success" if code == 0 else "failed"
        job.tell({"event": "job_finished", "status": job.status, "exit_status": code, "at": time()})

    async def cancel(self, job: Job) -> None:
        """Stop a job and every process that it started."""
        if job.status != "running" or job.process is None:
            return
        job.status = "cancelled"
        _signal(job.process, "SIGTERM")
        try:
            await asyncio.wait_for(job.process.wait(), GRACE)
        except TimeoutError:
            _signal(job.process, "SIGKILL")


async def _hear_all(job: Job, stream: asyncio.StreamReader) -> None:
    async for line in _lines(stream):
        job.hear(line)


async def _lines(stream: asyncio.StreamReader) -> AsyncIterator[str]:
    """Lines of any length; asyncio's own reader gives up on long ones."""
    rest = b""
    while chunk := await stream.read(65536):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line.decode("utf-8", "replace")
    if rest:
        yield rest.decode("utf-8", "replace")


def _signal(process: Process, name: str) -> None:
    with suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, getattr(signal, name))
        else:
            process.terminate()
