"""A project's package, imported from its own folder, apart from others of the same name."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module, invalidate_caches
from pathlib import Path
from types import ModuleType

from ..errors import ConfigError
from ..running.backends import Home
from ..running.failures import describe


@contextmanager
def inside(home: Home) -> Iterator[None]:
    """Work in the working folder, with what belongs there first on the path, and go back afterwards.

    A notebook finds the modules beside it, so its pipeline does, too.

    Bytecode is not written meanwhile: a project that is generated twice within a second would
    otherwise run as it was the first time, because bytecode knows its source by the second.
    """
    before, written = Path.cwd(), sys.dont_write_bytecode
    os.chdir(home.workdir)
    sys.path[:0] = home.places
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.dont_write_bytecode = written
        for place in home.places:
            if place in sys.path:  # the user's code may have taken it away
                sys.path.remove(place)
        os.chdir(before)


def import_fresh(package: str, module: str, folder: str) -> dict[str, ModuleType]:
    """Import `package.module` anew from `folder`; gives all modules of the package.

    Raises:
        ConfigError: it cannot be imported, or an installed package has its name.
    """
    _refuse_foreign(package, folder)
    for name in modules_of(package):
        del sys.modules[name]
    invalidate_caches()
    try:
        import_module(f"{package}.{module}")
    except Exception as error:
        raise _import_failure(package, module, folder, error) from error
    return modules_of(package)


def put_in_place(package: str, modules: Mapping[str, ModuleType]) -> None:
    """Let `package` mean these modules, so that what they define can be found by name."""
    for name in modules_of(package).keys() - modules.keys():
        del sys.modules[name]
    sys.modules.update(modules)


def modules_of(package: str) -> dict[str, ModuleType]:
    """The modules of a package that are imported now."""
    return {
        name: module
        for name, module in list(sys.modules.items())
        if name == package or name.startswith(f"{package}.")
    }


def _refuse_foreign(package: str, folder: str) -> None:
    known = sys.modules.get(package)
    if known is None or _is_project_package(known):
        return
    raise ConfigError(
        f"the package {package!r} of {folder} is called as one that is already imported, "
        f"{getattr(known, '__file__', None) or 'a built-in module'}",
        cure="rename the project's package (`nb2pipe convert --name`)",
    )


def _is_project_package(module: ModuleType) -> bool:
    """Whether the module comes from a project's folder, and not from an installed library."""
    file = getattr(module, "__file__", None)
    if file is None:
        return hasattr(module, "__path__")
    return is_project(Path(file).parent.parent) or not Path(file).exists()


def is_project(folder: Path) -> bool:
    """Whether a pyproject.toml with nb2pipe's table stands in the folder."""
    try:
        content = (folder / "pyproject.toml").read_text(encoding="utf-8", errors="replace")
    except OSError:  # not there, no folder, or not ours to read
        return False
    return "[tool.nb2pipe" in content


def _import_failure(package: str, module: str, folder: str, error: Exception) -> ConfigError:
    told = describe(error)
    where = f" ({told.file}, line {told.line})" if told.file else ""
    return ConfigError(
        f"{package}.{module} in {folder} cannot be imported: {told.type}: {told.message}{where}",
        cure="install what is missing (`pip install -e .` in the project) or correct that line",
    )
