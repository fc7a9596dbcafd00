"""Promotion as the panel asks for it: a preview with differences, or the project written."""

from __future__ import annotations

from dataclasses import asdict
from difflib import unified_diff
from pathlib import Path
from typing import Any

from ..converter.folder import Difference, compare_folder, require_room, write_project
from ..converter.promote import Promotion, promote
from ..converter.report import account
from .requests import Body, inside, outside_view


def convert(body: Body, root: Path) -> dict[str, Any]:
    """Promote the saved notebook; with `check` nothing is written and differences are shown."""
    notebook = inside(root, body.text("path"))
    folder = body.optional("folder")
    promotion = promote(
        notebook,
        inside(root, folder) if folder else None,
        name=body.optional("name"),
        auto=body.flag("auto"),
    )
    require_room(promotion.folder)
    if body.flag("check"):
        difference = compare_folder(promotion.project, promotion.folder)
        return _answer(promotion, root, difference) | {"diffs": diffs(promotion, difference)}
    overwrite = body.flag("overwrite")
    return _answer(
        promotion, root, write_project(promotion.project, promotion.folder, overwrite=overwrite)
    )


def _answer(promotion: Promotion, root: Path, difference: Difference) -> dict[str, Any]:
    graph = promotion.analysis.graph.to_json()
    return {
        "folder": outside_view(root, promotion.folder),
        "difference": asdict(difference),
        "cells": [asdict(row) for row in account(promotion.analysis)],
        "diagnostics": graph["diagnostics"],
        "nodes": [node["name"] for node in graph["nodes"]],
    }


def diffs(promotion: Promotion, difference: Difference) -> dict[str, str]:
    """Unified differences of the files that a conversion would change."""
    return {
        name: "\n".join(
            unified_diff(
                (promotion.folder / name).read_text(encoding="utf-8").splitlines(),
                promotion.project.files[name].splitlines(),
                "now",
                "after",
                lineterm="",
            )
        )
        for name in difference.changed
    }
