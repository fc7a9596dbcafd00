"""A project: the folder that `convert` writes, loaded and ready to run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from ..catalog.catalog import DataCatalog
from ..catalog.config import read_config
from ..errors import ConfigError, UnknownNameError, UsageError
from ..events import Listener
from ..history.journal import opened_journal
from ..pipeline.parameters import merged, nested
from ..pipeline.pipeline import Pipeline
from ..planning.preparing import Keep, prepare
from ..running.backends import Home, MakeBackend
from ..running.results import RunResult
from ..running.run import run
from .home import import_fresh, inside, is_project, put_in_place
from .node_settings import with_settings

if TYPE_CHECKING:
    from ..cache.explaining import Reason

_DEFAULT_ENV = "local"


@dataclass(frozen=True, slots=True)
class Project:
    """A pipeline with its catalog and parameters, and the folder that it works in."""

    path: Path
    package: str
    workdir: Path
    env: str
    pipeline: Pipeline
    catalog: DataCatalog
    parameters: Mapping[str, Any]
    modules: Mapping[str, ModuleType] = field(repr=False, default_factory=dict)
    as_written: Pipeline = field(repr=False, default_factory=Pipeline)  # without nodes.yml
    paths: tuple[Path, ...] = ()
    """Other folders that its modules import from."""

    @property
    def home(self) -> Home:
        """Where the project's functions can be imported and run, here or in another process."""
        return _home(self.path, self.workdir, self.paths)

    @contextmanager
    def active(self) -> Iterator[None]:
        """Work as the project's nodes do: in its working folder, with its package importable."""
        with inside(self.home):
            put_in_place(self.package, self.modules)
            yield

    def with_env(self, env: str) -> Project:
        """The same project with what `conf/ENV` says over `conf/base`."""
        catalog, parameters, settings = _configuration(self.path, env, self.workdir)
        pipeline = with_settings(self.as_written, settings)
        return replace(self, env=env, catalog=catalog, parameters=parameters, pipeline=pipeline)

    def part(self, **filters: Iterable[str] | None) -> Pipeline:
        """The part of the pipeline that all given filters keep; `nodes` are names of nodes."""
        return self.pipeline.filter(
            **{"node_names" if name == "nodes" else name: each for name, each in filters.items()}
        )

    def run(
        self,
        *,
        runner: str | MakeBackend = "sequential",
        workers: int | None = None,
        params: Mapping[str, Any] | None = None,
        from_nodes: Iterable[str] | None = None,
        to_nodes: Iterable[str] | None = None,
        nodes: Iterable[str] | None = None,
        from_inputs: Iterable[str] | None = None,
        to_outputs: Iterable[str] | None = None,
        tags: Iterable[str] | None = None,
        env: str | None = None,
        cache: bool = True,
        force: Iterable[str] = (),
        record: bool | None = None,
        resume: str | None = None,
        strict: bool = False,
        keep: Keep = "outputs",
        listeners: Iterable[Listener] = (),
    ) -> RunResult:
        """Run the pipeline, or the part of it that all given filters keep, in its working folder.

        Raises:
            Nb2pipeError: the run cannot begin; a node that fails is told in the result.
        """
        project = self if env is None else self.with_env(env)
        if resume is not None:
            nodes, params = project.left_of(resume, nodes, params)
        pipeline = project.part(
            tags=tags,
            from_nodes=from_nodes,
            to_nodes=to_nodes,
            nodes=nodes,
            from_inputs=from_inputs,
            to_outputs=to_outputs,
        )
        recorded = cache if record is None else record
        with project.active():
            return run(
                pipeline,
                project.inputs,
                runner=runner,
                workers=workers,
                params=params,
                cache=cache,
                force=force,
                record=record,
                keep=keep,
                strict=strict,
                listeners=[*project.told(recorded), *listeners],
                home=project.home,
            )

    def with_versions(self, load: Mapping[str, str]) -> Project:
        """The same project that loads the given versions of versioned datasets.

        Raises:
            UnknownNameError: a dataset, or a version of one, is not there.
        """
        return replace(self, catalog=self.catalog.with_versions(load)) if load else self

    def told(self, recorded: bool = True) -> list[Listener]:
        """The project's own listeners: hooks, and for runs that count who is notified."""
        from .hooks import hook_listeners
        from .notices import Notifier, Notify

        said = _settings(self.path).get("notify")
        notifiers = [Notifier(Notify.read(said), self.path)] if said and recorded else []
        return [*hook_listeners(self), *notifiers]

    def left_of(
        self, run: str, nodes: Iterable[str] | None, params: Mapping[str, Any] | None
    ) -> tuple[Iterable[str], dict[str, Any]]:
        """The nodes and parameters of a recorded run, as far as none are given.

        Raises:
            UsageError: there is no such run, or none that could be taken up.
        """
        from contextlib import closing

        from ..database import connect
        from ..history.past import run_to_resume

        with closing(connect(self.path)) as database:
            past = run_to_resume(database, run)
        still = [name for name in past.about["nodes"] if name in self.pipeline]
        return nodes or still, merged(past.about["given"], nested(params or {}))

    @property
    def inputs(self) -> DataCatalog:
        """The catalog, with the parameters in it."""
        return self.catalog | {"parameters": self.parameters}

    def explain(
        self,
        params: Mapping[str, Any] | None = None,
        force: Iterable[str] = (),
        **filters: Iterable[str] | None,
    ) -> list[Reason]:
        """Why each node of a run would run, or would not."""
        from ..cache.explaining import explain

        with self.active(), opened_journal(self.path, cache=True, record=False) as journal:
            prepared = prepare(self.part(**filters), self.inputs, params)
            memo = journal.memo(force, None)
            if memo is None or journal.store is None:
                return []
            return explain(prepared, memo, journal.store, force)


def load_project(path: str | Path = ".", env: str | None = None) -> Project:
    """Load the project in the folder `path`, or the only one below it.

    Raises:
        UsageError: there is no project, or there are several.
        ConfigError: a file of it does not say what it should.
    """
    folder = find_project(path)
    settings = _settings(folder)
    package = settings["package"]
    workdir = _workdir(folder, settings)
    paths = _paths(folder, workdir, settings)
    catalog, parameters, node_settings = _configuration(folder, env, workdir)
    with inside(_home(folder, workdir, paths)):
        modules = import_fresh(package, "pipeline", str(folder))
        written = _created(package, modules)
    pipeline = with_settings(written, node_settings)
    env = env or _DEFAULT_ENV
    return Project(
        folder, package, workdir, env, pipeline, catalog, parameters, modules, written, paths
    )


def _home(folder: Path, workdir: Path, paths: Iterable[Path]) -> Home:
    return Home(str(workdir), str(folder), tuple(map(str, paths)))


def find_project(path: str | Path = ".") -> Path:
    """The project's folder: `path` itself, or the only one directly below it.

    Raises:
        UsageError: there is none, or there are several.
    """
    folder = Path(path).resolve()
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}", cure="name the project's folder")
    if is_project(folder):
        return folder
    below = [entry for entry in sorted(folder.iterdir()) if is_project(entry)]
    if len(below) == 1:
        return below[0]
    if below:
        listed = ", ".join(entry.name for entry in below)
        raise UsageError(f"{folder} holds several projects: {listed}", cure="name one of them")
    raise UsageError(
        f"{folder} is no project, and there is none below it",
        cure="name the project's folder, or make one with `nb2pipe convert NOTEBOOK`",
    )


def _settings(folder: Path) -> dict[str, Any]:
    import tomllib

    file = folder / "pyproject.toml"
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file} is no TOML: {error}", cure="correct that line") from None
    settings = content.get("tool", {}).get("nb2pipe", {})
    if not isinstance(settings.get("package"), str):
        raise ConfigError(
            f"{file} does not name the project's package",
            cure='write `package = "NAME"` below [tool.nb2pipe]',
        )
    return settings


def _workdir(folder: Path, settings: Mapping[str, Any]) -> Path:
    workdir = (folder / str(settings.get("workdir", "."))).resolve()
    if not workdir.is_dir():
        raise ConfigError(
            f"the working folder {workdir} of the project {folder} is not there",
            cure="make it, or correct `workdir` below [tool.nb2pipe] in pyproject.toml",
        )
    return workdir


def _paths(folder: Path, workdir: Path, settings: Mapping[str, Any]) -> tuple[Path, ...]:
    paths = settings.get("path", [])
    if not isinstance(paths, list) or not all(isinstance(each, str) for each in paths):
        raise ConfigError(
            f"`path` of the project {folder} is no list of folders",
            cure='write `path = ["../src"]` below [tool.nb2pipe] in pyproject.toml',
        )
    return tuple((workdir / each).resolve() for each in paths)


def _configuration(
    folder: Path, env: str | None, workdir: Path
) -> tuple[DataCatalog, dict[str, Any], dict[str, Any]]:
    """Catalog, parameters and settings of nodes, as `conf/base` and over it `conf/ENV` say."""
    conf = folder / "conf"
    if env is not None and not (conf / env).is_dir():
        known = [entry.name for entry in conf.glob("*/") if entry.name != "base"]
        raise UnknownNameError("environment", [env], known)
    layers = (conf / "base", conf / (env or _DEFAULT_ENV))
    catalog, credentials, parameters, nodes = {}, {}, {}, {}
    for layer in layers:
        catalog |= _read(layer, "catalog")
        credentials |= _read(layer, "credentials")
        parameters = merged(parameters, _read(layer, "parameters"))
        nodes = merged(nodes, _read(layer, "nodes"))
    return DataCatalog.from_config(catalog, credentials, workdir=workdir), parameters, nodes


def _read(layer: Path, subject: str) -> dict[str, Any]:
    """All files of a layer about one subject: `catalog.yml`, `catalog_x.yml`, `catalog/x.yml`."""
    patterns = (f"{subject}*.yml", f"{subject}*.yaml", f"{subject}/**/*.yml")
    content: dict[str, Any] = {}
    for file in sorted(file for pattern in patterns for file in layer.glob(pattern)):
        content = merged(content, read_config(file))
    return content


def _created(package: str, modules: Mapping[str, ModuleType]) -> Pipeline:
    module = modules[f"{package}.pipeline"]
    create = getattr(module, "create_pipeline", None)
    made = create() if callable(create) else None
    if not isinstance(made, Pipeline):
        raise ConfigError(
            f"{module.__file__} has no create_pipeline() that gives a Pipeline",
            cure="let `create_pipeline()` return `Pipeline([node(...), ...])`",
        )
    return made
