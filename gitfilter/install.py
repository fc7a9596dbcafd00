"""Set git up for notebooks, and take all of it away again.

While a file is as installing left it, uninstalling gives its earlier bytes back; where somebody
has edited it since, only what is ours goes.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from .appended import cut_back, remember
from .command import ask, git
from .copies import replace, write_driver
from .errors import GitError
from .places import Place
from .wiring import (
    BEFORE,
    MARK,
    SECTIONS,
    TEXTCONV_CACHE,
    config_rows,
    hook_text,
    with_attributes,
    without_attributes,
)

RECORD = "installed.json"
EXECUTABLE = 0o755


def install(place: Place, *, hook: bool = False) -> None:
    """Write driver, configuration and attributes; a second time changes nothing."""
    if hook and place.hook is None:
        raise GitError("a hook belongs to one repository", cure="leave out --global, or --hook")
    hook = hook or _has_our_hook(place)
    _take_back(place)
    config, attributes = _bytes(place.config), _bytes(place.attributes)
    write_driver(place.folder)
    for key, value in config_rows(place.start).items():
        git("config", place.scope, key, value, cwd=str(place.cwd))
    _write_attributes(place, with_attributes(_text(place.attributes)))
    record = {
        "config": remember(place.config, config),
        "attributes": remember(place.attributes, attributes),
    }
    replace(place.folder / RECORD, json.dumps(record).encode("utf-8"))
    if hook and place.hook:
        _write_hook(place.hook)


def uninstall(place: Place) -> None:
    """Leave no trace: neither of what `install` wrote, nor remembered outputs, nor caches."""
    _take_back(place)
    if place.scope == "--local":
        ask("update-ref", "-d", TEXTCONV_CACHE, cwd=str(place.cwd))
    shutil.rmtree(place.folder, ignore_errors=True)


def is_installed(place: Place) -> bool:
    return (place.folder / RECORD).exists()


def _take_back(place: Place) -> None:
    """Undo the installation, but keep what is remembered beside the driver."""
    recorded = place.folder / RECORD
    record = json.loads(recorded.read_bytes()) if recorded.exists() else {}
    if not cut_back(place.config, record.get("config")):
        for section in SECTIONS:
            ask("config", place.scope, "--remove-section", section, cwd=str(place.cwd))
    if not cut_back(place.attributes, record.get("attributes")) and _we_added(record):
        _write_attributes(place, without_attributes(_text(place.attributes)))
    if place.hook and _has_our_hook(place):
        _remove_hook(place.hook)
    recorded.unlink(missing_ok=True)


def _we_added(record: dict) -> bool:
    """Whether the attributes are ours to remove: a clone has them from its team."""
    return bool(record.get("attributes")) and record["attributes"]["added"]


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _text(path: Path) -> str:
    return (_bytes(path) or b"").decode("latin-1")


def _write_attributes(place: Place, text: str) -> None:
    if text == _text(place.attributes):
        return
    place.attributes.parent.mkdir(parents=True, exist_ok=True)
    replace(place.attributes, text.encode("latin-1"))


def _has_our_hook(place: Place) -> bool:
    return bool(place.hook and MARK in _text(place.hook))


def _write_hook(hook: Path) -> None:
    hook.parent.mkdir(parents=True, exist_ok=True)
    if hook.exists():
        hook.replace(hook.with_name(BEFORE))
    replace(hook, hook_text().encode("utf-8"), EXECUTABLE)


def _remove_hook(hook: Path) -> None:
    hook.unlink()
    before = hook.with_name(BEFORE)
    if before.exists():
        before.replace(hook)
