"""The recorded runs of a project, as the panel shows and compares them."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..converter.promote import package_name
from ..runtime.database import FOLDER, connect
from ..runtime.history.past import PastRun, compare, past_run, past_runs
from ..runtime.project.home import is_project
from .requests import inside

MOST = 30
"""The runs that are listed."""


def project_of(root: Path, notebook: str, folder: str | None) -> Path:
    """The folder of a notebook's project: the one that is named, or the one beside the notebook."""
    path = inside(root, notebook)
    return inside(root, folder) if folder else path.parent / package_name(None, path)


def runs_of(project: Path) -> list[dict[str, Any]]:
    """The last runs, newest first; none where nothing has run yet."""
    if not is_project(project) or not (project / FOLDER).is_dir():
        return []
    with closing(connect(project)) as database:
        return [_told(run) for run in past_runs(database, MOST)]


def _told(run: PastRun) -> dict[str, Any]:
    return {
        "id": run.id,
        "status": run.status,
        "started": run.started,
        "seconds": run.seconds,
        "parameters": run.parameters,
        "metrics": run.metrics or {},
    }


def differences(project: Path, one: str, two: str) -> list[dict[str, Any]]:
    """What two runs do not have in common: parameters, metrics, code, versions, datasets.

    Raises:
        UnknownNameError: there is no such run.
    """
    with closing(connect(project)) as database:
        return [asdict(each) for each in compare(past_run(database, one), past_run(database, two))]
