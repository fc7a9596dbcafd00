"""The folders that a notebook imports from, as its project knows them."""

from __future__ import annotations

import tomllib

import pytest

from nb2pipe.converter.flow.cells import flows
from nb2pipe.converter.promote import promote

SAME = {
    "'../src'": "../src",
    "'.'": ".",
    "os.path.abspath('..')": "..",
    "os.path.join(os.path.dirname(os.getcwd()), 'lib')": "../lib",
    "os.path.dirname(os.path.abspath('__file__'))": ".",
    "os.path.join(os.pardir, os.curdir, 'x')": "../x",
    "os.getcwd() + '/tools'": "tools",
    "f'{os.getcwd()}/../tools'": "../tools",
    "str(Path.cwd().parent)": "..",
    "Path('..').resolve().as_posix()": "..",
    "str(Path().absolute().parents[1] / 'src')": "../../src",
    "Path.cwd().joinpath('..', 'src')": "../src",
    "'/opt/tools'": "/opt/tools",
    "root": "..",
    "root + '/src'": "../src",
    "os.path.expanduser('~/x')": None,
    "'~/x'": None,
    "find_root()": None,
    "unknown": None,
    "Path.cwd().parents[n]": None,
    "3": None,
}


@pytest.mark.parametrize(("text", "wanted"), SAME.items())
def test_a_folder_is_seen_from_the_notebooks_own(notebook, text: str, wanted: str | None) -> None:
    cells = ("import os, sys\nroot = os.path.realpath('..')", f"sys.path.append({text})")
    assert flows(notebook(*cells)).folders.told == (() if wanted in (None, ".") else (wanted,))


ADDING = {
    "by its name": (["sys.path.append('../lib')"], ["../lib"]),
    "in front": (["sys.path.insert(0, '../lib')"], ["../lib"]),
    "several": (["sys.path.extend(['../lib', '../src'])"], ["../lib", "../src"]),
    "under a condition": (
        ["p = '../lib'\nif p not in sys.path:\n    sys.path.append(p)"],
        ["../lib"],
    ),
    "twice": (["sys.path.append('../lib')", "sys.path.append('../lib/')"], ["../lib"]),
    "its own folder": (["sys.path.append('.')"], None),
    "by a name that is bound anew": (["p = '..'\np = p + '/lib'\nsys.path.append(p)"], ["../lib"]),
    "by nothing that is told": (["sys.path.append(open('root').read())"], None),
    "by a search for it": (
        [
            "r = os.getcwd()\nwhile not os.path.isdir(r + '/lib'):\n    r += '/..'\nsys.path.append(r + '/lib')"
        ],
        ["../lib"],
    ),
    "by moving there": (["os.chdir('../lib')"], ["../lib"]),
    "by a magic that moves there": (["%cd ../lib"], ["../lib"]),
    "by moving above it": (["os.chdir('..')", "sys.path.append('lib')"], ["../lib"]),
    "by moving somewhere": (["os.chdir(open('root').read())", "print('lib')"], None),
    "before moving": (
        ["r = os.getcwd()\nos.chdir('..')\nsys.path.append(r + '/../lib')"],
        ["../lib"],
    ),
    "not at all": (["x = 1"], None),
}


@pytest.mark.parametrize(("cells", "wanted"), ADDING.values(), ids=ADDING)
def test_a_project_says_where_its_modules_are(write_notebook, tmp_path, cells, wanted) -> None:
    """The code of the nodes does not: imports stand above all else there."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "tools.py").write_text("")
    (tmp_path / "book").mkdir()
    last = "import tools\nx = tools.f()"
    path = write_notebook("import os\nimport sys", *cells, last, name="book/sample.ipynb")
    files = promote(path, auto=True).project.files
    settings = tomllib.loads(files["pyproject.toml"])
    assert settings["tool"]["nb2pipe"].get("path") == wanted
    assert ("tools" in settings["project"]["dependencies"]) == (wanted is None)
    assert wanted is None or "sys.path" not in files["sample/nodes.py"]
