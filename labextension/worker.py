"""A process of its own for a run or a proof: tells its events as JSON, between what is printed.

Each event is a record of a JSON text sequence (RFC 7464) on standard output: the character RS,
one line of JSON. Whatever else comes was printed. When standard input closes, the server is
gone or has had enough, and the process and its workers end.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from threading import Thread
from time import time
from typing import Any, NoReturn

from ..runtime import Nb2pipeError, load_project
from ..runtime.events import Event, NodeFailed
from ..runtime.project.lock import Lock, read_lock

RECORD = "\x1e"


def told(event: Event, lock: Lock) -> dict[str, Any]:
    """An event as plain data; a failure names the number of its cell.

    >>> from nb2pipe.runtime.events import NodeStarted
    >>> told(NodeStarted("clean", 1, 0.5), Lock())
    {'event': 'node_started', 'node': 'clean', 'attempt': 1, 'at': 0.5}
    """
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(event).__name__).lower()
    plain = {"event": name, **asdict(event)}
    if isinstance(event, NodeFailed):
        cell = lock.origin_of(event.node, event.error.file, event.error.line)
        plain["cell"] = cell.number if cell else None
    return plain


class Teller:
    """Writes events where the server reads them, in order with what is printed."""

    def __init__(self, lock: Lock) -> None:
        self._lock = lock

    def __call__(self, event: Event, /) -> None:
        tell(told(event, self._lock))


def tell(plain: Mapping[str, Any]) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(1, f"{RECORD}{json.dumps(plain, default=str)}\n".encode())


def run_project(project: Path, options: Mapping[str, Any]) -> int:
    """Run a project, telling every event; gives the exit status."""
    try:
        loaded = load_project(project)
        result = loaded.run(listeners=[Teller(read_lock(loaded.path))], **options)
    except Nb2pipeError as error:
        tell(_problem(error))
        return error.exit_status
    return 0 if result.status == "success" else 1


def prove_notebook(notebook: Path, folder: Path | None, *, auto: bool) -> int:
    """Promote a notebook, prove it and write its project, telling how all runs go.

    Gives the exit status.
    """
    from ..converter.folder import require_room, write_project
    from ..converter.promote import promote
    from ..converter.prove import Prover
    from ..converter.told import proof_to_json

    def phase(message: str) -> None:
        tell({"event": "phase", "text": message, "at": time()})

    try:
        require_room(promote(notebook, folder, auto=auto).folder)
        proof = Prover(notebook, folder, auto=auto, tell=phase, on_event=tell).prove()
        write_project(proof.promotion.project, proof.promotion.folder)
    except Nb2pipeError as error:
        tell(_problem(error))
        return error.exit_status
    told = proof_to_json(proof.comparison, proof.failures, proof.joins)
    tell({"event": "proof", "proof": told, "at": time()})
    return 0 if proof.holds else 1


def _problem(error: Nb2pipeError) -> dict[str, Any]:
    """What prevents a run, with the number of the cell where one is to blame."""
    cell = getattr(error, "number", None)
    return {"event": "error", "message": error.message, "cure": error.cure, "cell": cell}


def end_with_input() -> None:
    """End this process and those that it started when standard input closes."""
    held = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)

    def wait() -> None:
        while os.read(held, 1024):
            pass
        if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
            os.killpg(0, signal.SIGKILL)
        os._exit(1)

    Thread(target=wait, daemon=True).start()


def end_in_order(*_: object) -> NoReturn:
    """Leave every `with` and `finally`, which end the kernels and processes of a proof."""
    sys.exit(1)


def main() -> int:
    """Do what the first argument, a JSON object, asks for."""
    task = json.loads(sys.argv[1])
    end_with_input()
    if "notebook" in task:
        signal.signal(signal.SIGTERM, end_in_order)
        folder = Path(task["folder"]) if task["folder"] else None
        return prove_notebook(Path(task["notebook"]), folder, auto=task["auto"])
    return run_project(Path(task["project"]), task["options"])


if __name__ == "__main__":
    sys.exit(main())
