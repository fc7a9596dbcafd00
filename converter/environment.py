"""What a project depends on: the distributions behind its imports, at the installed versions."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path

DISTRIBUTIONS = {
    "sklearn": "scikit-learn",
    "skimage": "scikit-image",
    "PIL": "pillow",
    "cv2": "opencv-python",
    "yaml": "pyyaml",
    "bs4": "beautifulsoup4",
    "dateutil": "python-dateutil",
    "mpl_toolkits": "matplotlib",
    "pylab": "matplotlib",
    "IPython": "ipython",
}
"""Distributions that are not called as their modules are."""

NEEDED_BY_TYPE = {
    "pandas.": ("pandas",),
    "pandas.ExcelDataset": ("openpyxl",),
    "pandas.ParquetDataset": ("pyarrow",),
    "matplotlib.": ("matplotlib",),
    "polars.": ("polars",),
    "joblib.": ("joblib",),
}
"""What a catalog entry of a type needs beside nb2pipe."""


def pins(
    modules: Iterable[str], types: Iterable[str], folders: Sequence[Path] = ()
) -> dict[str, str]:
    """Requirements by distribution, such as `{"pandas": "pandas==3.0.1"}`, `nb2pipe` first.

    Modules that lie in `folders`, beside the notebook say, are no requirements.
    """
    wanted = {
        name
        for kind in types
        for start, names in NEEDED_BY_TYPE.items()
        if kind.startswith(start)
        for name in names
    }
    for module in modules:
        local = any(
            (folder / f"{module}.py").exists() or (folder / module).is_dir() for folder in folders
        )
        if module not in sys.stdlib_module_names and not local:
            wanted.add(_distribution(module))
    found = {"nb2pipe": _pin("nb2pipe")}
    return found | {name: _pin(name) for name in sorted(wanted)}


def with_requirements(found: Mapping[str, str], installed: Iterable[str]) -> dict[str, str]:
    """Add what the notebook itself installs with pip."""
    import re

    added = dict(found)
    for requirement in installed:
        name = re.split(r"[<>=!~\[; ]", requirement, maxsplit=1)[0]
        if name and name.lower() not in {each.lower() for each in added}:
            added[name] = requirement if name != requirement else _pin(name)
    return added


def _pin(distribution: str) -> str:
    try:
        return f"{distribution}=={metadata.version(distribution)}"
    except metadata.PackageNotFoundError:
        return distribution


def _distribution(module: str) -> str:
    if module in DISTRIBUTIONS:
        return DISTRIBUTIONS[module]
    try:
        return metadata.metadata(module)["Name"].lower()
    except (metadata.PackageNotFoundError, KeyError):
        return next(iter(_by_module().get(module, ())), module)


@cache
def _by_module() -> Mapping[str, list[str]]:
    return metadata.packages_distributions()
