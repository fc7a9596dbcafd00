"""A project is loaded from its folder alone, and runs in its working folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nb2pipe.runtime import UsageError, find_project, load_project
from nb2pipe.runtime.errors import ConfigError, UnknownNameError
from nb2pipe.runtime.project.lock import read_lock

if TYPE_CHECKING:
    from ..conftest import MakeProject

NODES = """
    import os


    def add(a, b=0):
        return a + b


    def where(a):
        return os.getcwd()
"""

PIPELINE = 'node(nodes.add, ["params:model.size", "params:seed"], "sum", tags="t"),'


def test_a_project_runs(make_project: MakeProject) -> None:
    project = load_project(
        make_project(NODES, PIPELINE, conf__base__parameters="{seed: 1, model: {size: 2}}")
    )
    assert project.run().datasets["sum"] == 3


def test_local_configuration_counts_over_base(make_project: MakeProject) -> None:
    folder = make_project(
        NODES,
        PIPELINE,
        conf__base__parameters="{seed: 1, model: {size: 2, other: 3}}",
        conf__local__parameters="model: {size: 10}",
    )
    assert load_project(folder).parameters["model"] == {"size": 10, "other": 3}


def test_an_environment_is_chosen_for_a_run(make_project: MakeProject) -> None:
    folder = make_project(
        NODES,
        PIPELINE,
        conf__base__parameters="{seed: 1, model: {size: 2}}",
        conf__prod__parameters="seed: 100",
    )
    assert load_project(folder).run(env="prod").datasets["sum"] == 102


def test_an_environment_that_is_not_there_is_refused(make_project: MakeProject) -> None:
    folder = make_project(NODES, PIPELINE, conf__prod__parameters="seed: 1")
    with pytest.raises(UnknownNameError, match="'prd'"):
        load_project(folder, env="prd")


def test_credentials_are_read_beside_the_catalog(make_project: MakeProject) -> None:
    folder = make_project(
        NODES,
        'node(nodes.add, "a", "b")',
        conf__base__catalog="a: {type: text.TextDataset, filepath: a.txt, credentials: dev}",
        conf__local__credentials="dev: {key: k}",
    )
    assert load_project(folder).catalog["a"].credentials == {"key": "k"}  # type: ignore[attr-defined]


def test_nodes_run_in_the_working_folder(make_project: MakeProject) -> None:
    folder = make_project(
        NODES, 'node(nodes.where, "params:a", "w")', conf__base__parameters="a: 1"
    )
    assert load_project(folder).run().datasets["w"] == str(folder.parent)


def test_paths_of_the_catalog_start_in_the_working_folder(make_project: MakeProject) -> None:
    folder = make_project(
        NODES,
        'node(nodes.where, "params:a", "w")',
        conf__base__parameters="a: 1",
        conf__base__catalog="w: {type: text.TextDataset, filepath: out/w.txt}",
    )
    load_project(folder).run()
    assert (folder.parent / "out" / "w.txt").is_file()


def test_a_run_leaves_folder_and_path_as_they_were(make_project: MakeProject) -> None:
    before = (Path.cwd(), list(sys.path), sys.dont_write_bytecode)
    folder = make_project(NODES, PIPELINE, conf__base__parameters="{seed: 1, model: {size: 2}}")
    load_project(folder).run()
    assert (Path.cwd(), sys.path, sys.dont_write_bytecode) == before


def test_modules_are_imported_in_the_working_folder(make_project: MakeProject) -> None:
    folder = make_project(
        "import os\nHERE = os.getcwd()\ndef here(a):\n    return HERE\n",
        'node(nodes.here, "params:a", "w")',
        conf__base__parameters="a: 1",
    )
    assert load_project(folder).run().datasets["w"] == str(folder.parent)


@pytest.mark.parametrize("runner", ["sequential", "threads", "processes"])
def test_modules_of_other_folders_are_found(make_project: MakeProject, runner: str) -> None:
    """In the nodes' own code too, which may import only then."""
    nodes = "import far\ndef say(a):\n    import away\n    return far.WORD + away.WORD\n"
    settings = '[tool.nb2pipe]\npackage = "reaching"\nworkdir = ".."\npath = ["lib", "src"]\n'
    folder = make_project(
        nodes,
        'node(nodes.say, "params:a", "said")',
        package="reaching",
        conf__base__parameters="a: 1",
        **{"pyproject.toml": settings, "../lib/far.py": "WORD = 1", "../src/away.py": "WORD = 2"},
    )
    before = list(sys.path)
    assert load_project(folder).run(runner=runner, cache=False).datasets["said"] == 3
    assert sys.path == before


@pytest.mark.parametrize("runner", ["sequential", "processes"])
def test_projects_whose_packages_share_a_name_do_not_mix(
    make_project: MakeProject, runner: str
) -> None:
    code = "def say(a):\n    from . import words\n    return words.WORD\n"
    projects = [
        load_project(
            make_project(
                code,
                'node(nodes.say, "params:a", "said")',
                package="twin",
                conf__base__parameters="a: 1",
                **{"twin__words.py": f"WORD = {number}\n"},
            )
        )
        for number in (1, 2)
    ]
    said = [project.run(runner=runner).datasets["said"] for project in (*projects, projects[0])]
    assert said == [1, 2, 1]


def test_a_project_that_changed_is_loaded_as_it_is_now(make_project: MakeProject) -> None:
    folder = make_project(
        "def say(a):\n    return 1\n",
        'node(nodes.say, "params:a", "s")',
        conf__base__parameters="a: 1",
    )
    load_project(folder)
    nodes = next(folder.glob("*/nodes.py"))
    nodes.write_text("def say(a):\n    return 2\n")
    assert load_project(folder).run().datasets["s"] == 2


def test_a_package_called_as_a_library_is_refused(make_project: MakeProject) -> None:
    folder = make_project(NODES, PIPELINE, package="json")
    with pytest.raises(ConfigError, match="called as one that is already imported"):
        load_project(folder)


def test_a_module_that_cannot_be_imported_is_named_with_its_line(make_project: MakeProject) -> None:
    folder = make_project("import nothing_of_that_name\n", PIPELINE)
    with pytest.raises(ConfigError, match=r"No module named 'nothing_of_that_name' .*line 1"):
        load_project(folder)


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("pyproject.toml", "[tool.nb2pipe]\n", "does not name the project's package"),
        ("pyproject.toml", "[tool.nb2pipe\n", "is no TOML"),
        ("pyproject.toml", '[tool.nb2pipe]\npackage = "p"\nworkdir = "x"\n', "is not there"),
        ("pyproject.toml", '[tool.nb2pipe]\npackage = "p"\npath = "x"\n', "no list of folders"),
        ("conf/base/parameters.yml", "- 1\n", "holds a list"),
        ("conf/base/catalog.yml", "a: {type: text.Text}\n", "no dataset type"),
    ],
)
def test_a_file_that_says_something_else_is_named(
    make_project: MakeProject, file: str, content: str, said: str
) -> None:
    folder = make_project(NODES, PIPELINE)
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(content)
    with pytest.raises(ConfigError, match=said):
        load_project(folder)


def test_a_pipeline_module_without_a_pipeline_is_named(make_project: MakeProject) -> None:
    folder = make_project(NODES, PIPELINE)
    next(folder.glob("*/pipeline.py")).write_text("")
    with pytest.raises(ConfigError, match="no create_pipeline"):
        load_project(folder)


def test_the_only_project_below_a_folder_is_found(make_project: MakeProject) -> None:
    folder = make_project(NODES, PIPELINE)
    assert find_project(folder.parent) == folder


def test_one_of_several_projects_has_to_be_named(make_project: MakeProject) -> None:
    folder = make_project(NODES, PIPELINE)
    make_project(NODES, PIPELINE)
    with pytest.raises(UsageError, match="several projects"):
        find_project(folder.parent)


@pytest.mark.parametrize("path", ["", "nowhere"])
def test_a_folder_without_a_project_is_a_usage_error(tmp_path: Path, path: str) -> None:
    with pytest.raises(UsageError):
        load_project(tmp_path / path)


def test_a_part_of_the_pipeline_is_run(make_project: MakeProject) -> None:
    folder = make_project(
        NODES,
        'node(nodes.add, "params:a", "b"), node(nodes.add, "b", "c", name="next")',
        conf__base__parameters="a: 1",
    )
    assert list(load_project(folder).run(nodes=["add"]).nodes) == ["add"]


def test_a_project_without_a_lock_file_remembers_no_cells(tmp_path: Path) -> None:
    assert read_lock(tmp_path).origin_of("any") is None
