"""One run for every point of a grid of parameters; what no swept parameter reaches is made once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from .backends import Home
from .errors import UnknownNameError, UsageError
from .events import Listener
from .journal import opened_journal
from .preparing import prepare
from .results import RunResult
from .running import Options, run_prepared

if TYPE_CHECKING:
    from .project import Project

Grid = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Point:
    """One run of a sweep: its parameters, what it measured, and its result."""

    parameters: Mapping[str, Any]
    metrics: Mapping[str, float]
    result: RunResult


def points(grid: Grid) -> Iterator[dict[str, Any]]:
    """Every combination, the last parameter changing fastest.

    >>> list(points({"a": [1, 2], "b": [3]}))
    [{'a': 1, 'b': 3}, {'a': 2, 'b': 3}]
    """
    for values in product(*grid.values()):
        yield dict(zip(grid, values, strict=True))


def sweep(
    project: Project,
    grid: Grid,
    *,
    runner: str = "sequential",
    workers: int | None = None,
    params: Mapping[str, Any] | None = None,
    cache: bool = True,
    listeners: Iterable[Listener] = (),
    **filters: Iterable[str] | None,
) -> Iterator[Point]:
    """Run the project at every point of the grid, and give each as soon as it is known.

    Raises:
        Nb2pipeError: a parameter or dataset is not there.
    """
    pipeline, catalog = project.part(**filters), project.inputs
    home: Home = project.home
    with project.active(), opened_journal(project.path, cache, record=True) as journal:
        heard = [*project.told(), *listeners]
        options = Options(runner=runner, workers=workers, listeners=heard, home=home)
        for point in points(grid):
            prepared = prepare(pipeline, catalog, {**(params or {}), **point})
            result = run_prepared(prepared, journal, options)
            yield Point(point, journal.metrics(result.run_id), result)


def ranked(found: Iterable[Point], best: str) -> list[Point]:
    """The points by a metric, the highest first, or with `-METRIC` the lowest.

    Raises:
        UnknownNameError: none of them measured it.
        UsageError: several metrics end so.
    """
    found, name = list(found), best.removeprefix("-")
    known = dict.fromkeys(metric for point in found for metric in point.metrics)
    fitting = [metric for metric in known if metric == name or metric.endswith(f".{name}")]
    if not fitting:
        raise UnknownNameError("metric", [name], known)
    if len(fitting) > 1:
        raise UsageError(f"several metrics are called {name}", cure=f"choose: {', '.join(fitting)}")
    sign = 1 if best.startswith("-") else -1
    measured = [point for point in found if fitting[0] in point.metrics]
    return sorted(measured, key=lambda point: sign * point.metrics[fitting[0]])
