"""A project asks for what its code imports, at the versions that are installed here."""

from __future__ import annotations

from importlib import metadata

import pytest

from nb2pipe.converter.environment import pins, with_requirements


def names(*modules: str, types: tuple[str, ...] = (), folder=None) -> list[str]:
    return list(pins(modules, types, [folder] if folder else []))


ASKED = {
    "Python's own modules are there": (["json", "os"], ["nb2pipe"]),
    "a module of its distribution's name": (["pandas"], ["nb2pipe", "pandas"]),
    "a module of another name": (["sklearn", "yaml"], ["nb2pipe", "pyyaml", "scikit-learn"]),
    "a module that is not installed": (["surely_not_here"], ["nb2pipe", "surely_not_here"]),
}


@pytest.mark.parametrize(("modules", "asked"), ASKED.values(), ids=ASKED)
def test_modules_are_distributions(modules, asked):
    assert names(*modules) == asked


def test_an_installed_version_is_pinned():
    assert pins(["pandas"], ())["pandas"] == f"pandas=={metadata.version('pandas')}"


def test_what_is_not_installed_has_no_version():
    assert pins(["surely_not_here"], ())["surely_not_here"] == "surely_not_here"


def test_a_module_beside_the_notebook_is_no_requirement(tmp_path):
    (tmp_path / "tools.py").write_text("")
    (tmp_path / "library").mkdir()
    assert names("tools", "library", folder=tmp_path) == ["nb2pipe"]


TYPES = {
    "pandas.CSVDataset": ["nb2pipe", "pandas"],
    "pandas.ExcelDataset": ["nb2pipe", "openpyxl", "pandas"],
    "pandas.ParquetDataset": ["nb2pipe", "pandas", "pyarrow"],
    "matplotlib.MatplotlibDataset": ["matplotlib", "nb2pipe"],
    "joblib.JoblibDataset": ["joblib", "nb2pipe"],
    "text.TextDataset": ["nb2pipe"],
}


@pytest.mark.parametrize(("kind", "asked"), TYPES.items(), ids=TYPES)
def test_entries_need_their_libraries(kind, asked):
    assert sorted(names(types=(kind,))) == asked


INSTALLED = {
    "a bound": (["rich>=13"], "rich", "rich>=13"),
    "what is installed, without one": (
        ["pytest"],
        "pytest",
        f"pytest=={metadata.version('pytest')}",
    ),
    "extras": (["rich[jupyter]"], "rich", "rich[jupyter]"),
}


@pytest.mark.parametrize(("given", "name", "asked"), INSTALLED.values(), ids=INSTALLED)
def test_what_the_notebook_installs_is_asked_for(given, name, asked):
    assert with_requirements({"nb2pipe": "nb2pipe"}, given)[name] == asked


def test_what_is_asked_for_already_stays():
    assert with_requirements({"rich": "rich==13.0"}, ["Rich>=12"]) == {"rich": "rich==13.0"}
