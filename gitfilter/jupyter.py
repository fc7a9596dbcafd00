"""Jupyter's post-save hook: a notebook that was only re-run does not show as modified.

In `jupyter_server_config.py`:

    c.FileContentsManager.post_save_hook = "nb2pipe.gitfilter.jupyter.post_save"
"""

from __future__ import annotations

from pathlib import Path
from threading import Thread

from .errors import GitFilterError
from .refresh import refresh

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def post_save(
    model: dict[str, Any], os_path: str, contents_manager: Any, **_: Any
) -> Thread | None:
    """Refresh git's view of a saved notebook beside the server, so that saving never waits."""
    if model.get("type") != "notebook":
        return None
    thread = Thread(target=_refresh, args=(os_path, contents_manager.log), daemon=True)
    thread.start()
    return thread


def _refresh(path: str, log: Any) -> None:
    try:
        refresh([f":(literal){Path(path).name}"], cwd=str(Path(path).parent))
    except GitFilterError as error:
        log.debug("nb2pipe: %s", error.message)  # a notebook outside git is no news
