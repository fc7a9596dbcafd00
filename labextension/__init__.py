"""The Jupyter Server extension: what the JupyterLab panel, and anyone with the token, may ask."""

from __future__ import annotations

from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    return [{"module": "nb2pipe.labextension"}]


def _load_jupyter_server_extension(server: Any) -> None:
    from .handlers import add_handlers

    add_handlers(server.web_app)
