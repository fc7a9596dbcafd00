"""A real kernel, shared by all tests; every test gets an empty notebook in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

SECONDS = 120

FORGET = """
%reset -f
%cd -q {folder}
%load_ext nb2pipe
from nb2pipe.magics.extension import session_of as _session_of
_session_of(get_ipython()).cells.clear()
_session_of(get_ipython()).entries.clear()
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a kernel sent back for one cell."""

    reply: dict[str, Any]
    messages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def status(self) -> str:
        return self.reply["status"]

    def stream(self, name: str) -> str:
        return "".join(
            message["content"]["text"]
            for message in self.messages
            if message["msg_type"] == "stream" and message["content"]["name"] == name
        )

    @property
    def stdout(self) -> str:
        return self.stream("stdout")

    @property
    def stderr(self) -> str:
        return self.stream("stderr")

    @property
    def shown(self) -> list[dict[str, str]]:
        """What was displayed, a mapping by MIME type for each."""
        kinds = ("display_data", "execute_result")
        return [
            message["content"]["data"] for message in self.messages if message["msg_type"] in kinds
        ]

    @property
    def text(self) -> str:
        return "\n".join(data["text/plain"] for data in self.shown)

    @property
    def traceback(self) -> str:
        return "\n".join(self.reply.get("traceback", ()))


@dataclass(frozen=True, slots=True)
class LiveNotebook:
    """Cells run in a kernel, as a front end sends them."""

    client: BlockingKernelClient
    folder: Path

    def run(
        self,
        source: str,
        cell_id: str | None = None,
        *,
        deleted: tuple[str, ...] = (),
        silent: bool = False,
    ) -> Answer:
        """Run a cell; `deleted` are cells that the front end says are gone."""
        content = {
            "code": source,
            "silent": silent,
            "store_history": not silent,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": False,  # or it drops what comes next
        }
        metadata = {"cellId": cell_id, "deletedCells": list(deleted)} if cell_id else {}
        message = self.client.session.msg("execute_request", content, metadata=metadata)
        self.client.shell_channel.send(message)
        return self._answer(message["header"]["msg_id"])

    def _answer(self, asked: str) -> Answer:
        messages: list[dict[str, Any]] = []
        while True:
            message = self.client.get_iopub_msg(timeout=SECONDS)
            if message["parent_header"].get("msg_id") != asked:
                continue
            if message["content"].get("execution_state") == "idle":
                break
            messages.append(message)
        return Answer(self._reply(asked), messages)

    def _reply(self, asked: str) -> dict[str, Any]:
        """The reply to a request; a kernel that starts slowly owes others from its start."""
        while True:
            reply = self.client.get_shell_msg(timeout=SECONDS)
            if reply["parent_header"]["msg_id"] == asked:
                return reply["content"]

    def value(self, expression: str) -> str:
        """The text of an expression's value, asked for without a trace in the notebook."""
        return self.run(f"print({expression}, end='')", silent=True).stdout

    def completeness(self, source: str) -> str:
        """Whether a terminal would run the text or wait for more of it."""
        return self._reply(self.client.is_complete(source))["status"]

    def complete(self, source: str) -> list[str]:
        """What Tab offers where `|` stands."""
        cursor = source.index("|")
        reply = self.client.complete(source.replace("|", ""), cursor, reply=True, timeout=SECONDS)
        return reply["content"]["matches"]


@pytest.fixture(scope="session")
def kernel() -> Iterator[BlockingKernelClient]:
    manager = KernelManager()
    manager.start_kernel()
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=SECONDS)
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()


@pytest.fixture
def live(kernel: BlockingKernelClient, tmp_path: Path) -> LiveNotebook:
    """An empty notebook with the extension loaded; its kernel works in an empty folder."""
    notebook = LiveNotebook(kernel, tmp_path)
    made = notebook.run(FORGET.format(folder=tmp_path), silent=True)
    assert made.status == "ok", made.traceback + made.stderr
    return notebook
