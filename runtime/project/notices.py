"""Tells somebody how a run ended: a webhook, a command, or both (`[tool.nb2pipe.notify]`)."""

from __future__ import annotations

import json
import logging
import os
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from ..errors import ConfigError
from ..events import Event, NodeFailed, NodeSkipped, RunFinished, RunStarted

_PATIENCE = 10.0  # seconds
_OCCASIONS = {"failure": ("failed", "interrupted"), "success": ("success",)}
_ALWAYS = (*_OCCASIONS["failure"], *_OCCASIONS["success"])


@dataclass(frozen=True, slots=True)
class Notify:
    """Who is told, and when; `${NAME}` stands for a variable of the environment."""

    webhook: str | None = None
    command: str | None = None
    on: str = "failure"

    @classmethod
    def read(cls, settings: Mapping[str, Any]) -> Notify:
        """What pyproject.toml says.

        Raises:
            ConfigError: it says something else than webhook, command and on.
        """
        try:
            notify = cls(**settings)
        except TypeError as error:
            raise _wrong(str(error).removeprefix("Notify.__init__() ")) from None
        if notify.on not in (*_OCCASIONS, "always"):
            raise _wrong(f"`on` is {notify.on!r}")
        return notify


@dataclass(slots=True)
class Notifier:
    """A listener that tells when the run is over; what goes wrong with it only warns."""

    notify: Notify
    project: Path
    _told: dict[str, Any] = field(default_factory=dict)

    def __call__(self, event: Event, /) -> None:
        match event:
            case RunStarted(run_id=run_id):
                self._told = {
                    "project": self.project.name,
                    "run": run_id,
                    "failed": {},
                    "skipped": [],
                }
            case NodeFailed(node=node, error=error):
                self._told["failed"][node] = f"{error.type}: {error.message}"
            case NodeSkipped(node=node):
                self._told["skipped"].append(node)
            case RunFinished(status=status, seconds=seconds):
                if status in _OCCASIONS.get(self.notify.on, _ALWAYS):
                    self._send({**self._told, "status": status, "seconds": round(seconds, 3)})

    def _send(self, told: dict[str, Any]) -> None:
        content = json.dumps(told)
        try:
            if self.notify.webhook:
                _post(os.path.expandvars(self.notify.webhook), content)
            if self.notify.command:
                _call(self.notify.command, content, self.project)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            logging.getLogger("nb2pipe").warning("nobody could be told of the run: %s", error)


def _post(url: str, content: str) -> None:
    if not url.startswith(("http://", "https://")):
        raise ValueError(f"{url!r} is no http address")
    request = Request(url, content.encode(), {"Content-Type": "application/json"})
    with urlopen(request, timeout=_PATIENCE):
        pass


def _call(command: str, content: str, folder: Path) -> None:
    words = [os.path.expandvars(word) for word in shlex.split(command)]
    subprocess.run(words, input=content, text=True, check=True, timeout=60, cwd=folder)


def _wrong(problem: str) -> ConfigError:
    return ConfigError(
        f"[tool.nb2pipe.notify] in pyproject.toml cannot be read: {problem}",
        cure='write webhook = "https://…", command = "…", on = "failure", "success" or "always"',
    )
