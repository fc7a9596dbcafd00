"""What a request asks for, checked: its size, its notebook, and that no path leaves the root."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from ..converter.source.notebook import Notebook, parse_notebook
from ..runtime.errors import UsageError

LARGEST_BODY = 32 * 1024 * 1024
"""Bytes. A notebook without its outputs is far smaller; what is larger was sent by mistake."""


class RequestError(UsageError):
    """A request that cannot be served; `status` is the HTTP status that says so."""

    def __init__(
        self, message: str, *, cure: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST
    ) -> None:
        self.status = status
        super().__init__(message, cure=cure)


@dataclass(frozen=True, slots=True)
class Body:
    """The JSON object of a request."""

    content: Mapping[str, Any]

    def text(self, name: str, default: str | None = None) -> str:
        """A text that must be given, unless there is a default."""
        value = self.content.get(name, default)
        if not isinstance(value, str):
            raise RequestError(f"`{name}` must be text", cure=f'send {{"{name}": "..."}}')
        return value

    def optional(self, name: str) -> str | None:
        return self.text(name) if self.content.get(name) is not None else None

    def flag(self, name: str) -> bool:
        value = self.content.get(name, False)
        if not isinstance(value, bool):
            raise RequestError(f"`{name}` must be true or false", cure=f'send {{"{name}": true}}')
        return value

    def mapping(self, name: str) -> Mapping[str, Any]:
        value = self.content.get(name) or {}
        if not isinstance(value, dict):
            raise RequestError(f"`{name}` must be an object", cure=f'send {{"{name}": {{}}}}')
        return value

    def numbers(self, name: str) -> dict[str, float]:
        """A mapping to numbers."""
        found = self.mapping(name)
        if not all(type(value) in (int, float) for value in found.values()):
            raise RequestError(f"`{name}` must hold numbers", cure=f'send {{"{name}": {{"a": 1}}}}')
        return dict(found)

    def names(self, name: str) -> list[str] | None:
        """A list of names, or None where it was not given."""
        value = self.content.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise RequestError(f"`{name}` must be a list of names", cure=f'send {{"{name}": []}}')
        return value or None

    def notebook(self, root: Path) -> Notebook:
        """The notebook as it stands in the editor, saved or not.

        Raises:
            RequestError: its path leads out of the root.
        """
        path = inside(root, self.text("path", "notebook.ipynb"))
        return parse_notebook(self.content.get("notebook"), name=path.stem, path=path)


def read_body(raw: bytes) -> Body:
    """Read a request's body.

    Raises:
        RequestError: it is too large or no JSON object.
    """
    if len(raw) > LARGEST_BODY:
        raise RequestError(
            f"the body has {len(raw)} bytes, and {LARGEST_BODY} are allowed",
            cure="send the notebook without its outputs",
            status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        )
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise RequestError(
            "the body is no JSON object", cure='send {"path": "notebook.ipynb", ...}'
        )
    return Body(content)


def inside(root: Path, path: str) -> Path:
    """A path below the server's root, as the contents API writes it, on this machine.

    Raises:
        RequestError: it leads out of the root, directly or through a link.
    """
    root = root.resolve()
    try:
        found = (root / path.lstrip("/")).resolve()
    except (OSError, ValueError, RuntimeError):
        found = None
    if found is None or not found.is_relative_to(root):
        raise RequestError(
            f"{path!r} is outside of the server's root",
            cure="give a path below the folder in which Jupyter was started",
            status=HTTPStatus.FORBIDDEN,
        )
    return found


def outside_view(root: Path, path: Path) -> str:
    """A path as the contents API writes it."""
    return path.resolve().relative_to(root.resolve()).as_posix()
