"""What the tables of knowledge say is what the analysis sees, row by row."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import pytest

from nb2pipe.converter.flow import knowledge as known
from nb2pipe.converter.flow import known_effects
from nb2pipe.converter.nodes.lifting import READERS, WRITERS


def changes(analysed, *cells: str) -> tuple[str, ...]:
    return analysed(*cells).graph.cells[-1].changes


@pytest.mark.parametrize("method", sorted(known.CHANGING_METHODS))
def test_a_changing_method_changes_what_it_is_called_on(analysed, method):
    assert changes(analysed, "x = make()", f"x.{method}(1)") == ("x",)


MADE = {"frame": "pd.DataFrame()", "series": "pd.Series()", "array": "np.zeros(2)"}
METHODS_OF_KIND = [
    (kind, method) for kind in MADE for method in sorted(known.CHANGING_METHODS_OF_KIND[kind])
]
LIBRARIES = "import numpy as np\nimport pandas as pd"


@pytest.mark.parametrize(("kind", "method"), METHODS_OF_KIND)
def test_a_method_changes_a_thing_of_its_kind(analysed, kind, method):
    assert changes(analysed, LIBRARIES, f"x = {MADE[kind]}", f"x.{method}(1)") == ("x",)


@pytest.mark.parametrize("kind", MADE)
def test_no_other_method_changes_a_thing_whose_kind_is_known(analysed, kind):
    assert changes(analysed, LIBRARIES, f"x = {MADE[kind]}", "x.append(1)") == ()


@pytest.mark.parametrize(("path", "positions"), sorted(known.CHANGED_ARGUMENTS.items()))
def test_a_function_changes_its_argument(analysed, path, positions):
    module, _, name = path.rpartition(".")
    names = [f"x{at}" for at in range(positions[0] + 1)]
    made = "\n".join(f"{each} = make()" for each in names)
    call = name if module == "builtins" else f"{module}.{name}"
    cells = ("" if module == "builtins" else f"import {module}\n") + made
    assert changes(analysed, cells, f"{call}({', '.join(names)}, 1)") == (names[positions[0]],)


@pytest.mark.parametrize(("path", "generator"), sorted(known_effects.RANDOM_SEEDS.items()))
def test_a_seed_is_carried_to_what_draws(analysed, path, generator):
    draws = {"numpy": "numpy.random.rand(2)", "random": "random.random()", "torch": "torch.rand(2)"}
    graph = analysed(
        f"import {path.partition('.')[0]}", f"{path}(1)", f"x = {draws[generator]}"
    ).graph
    made = {port.dataset for node in graph.nodes for port in node.outputs}
    assert any("random_state" in name for name in made)


@pytest.mark.parametrize("path", sorted(READERS))
def test_a_reader_becomes_an_entry(analysed, path):
    graph = analysed(f"import pandas\ndf = {path}('a.csv')", "n = len(df)").graph
    assert graph.catalog["df"]["type"] == READERS[path]


@pytest.mark.parametrize("method", sorted(WRITERS))
def test_a_writer_becomes_an_entry(analysed, method):
    graph = analysed("import pandas\ndf = pandas.DataFrame()", f"df.{method}('a.csv')").graph
    assert [entry["type"] for entry in graph.catalog.values()] == [WRITERS[method]]


@pytest.mark.parametrize("path", sorted(known_effects.CONFIGURING))
def test_configuration_is_no_node(analysed, path):
    call = path if not path.endswith((".", "_")) else f"{path}x"
    cell = f"import {path.partition('.')[0]}\n{call}('x')"
    assert analysed(cell).graph.nodes == ()


@pytest.mark.parametrize(
    "path",
    sorted(
        {
            *known.KIND_OF_CALL,
            *known.CHANGED_ARGUMENTS,
            *known_effects.WRITING,
            *known_effects.READING,
        }
    ),
)
def test_a_function_in_a_table_is_there(path):
    """Where its library is installed; a row for a function that is no more is dead."""
    module = path.rpartition(".")[0]
    while module and (find_spec(module.partition(".")[0]) and not _is_module(module)):
        module = module.rpartition(".")[0]
    if find_spec(module.partition(".")[0]) is None:
        return
    found = import_module(module)
    for part in path.removeprefix(f"{module}.").split("."):
        assert hasattr(found, part)
        found = getattr(found, part)


def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


@pytest.mark.parametrize("path", sorted(known_effects.OPENING))
def test_a_file_that_is_opened_goes_from_who_writes_it_to_who_reads_it(analysed, path):
    module, _, name = path.rpartition(".")
    call = name if module == "builtins" else f"{module}.{name}"
    graph = analysed(
        "" if module == "builtins" else f"import {module}",
        f"with {call}('a.txt', 'w') as file:\n    file.write('x')",
        f"with {call}('a.txt') as file:\n    text = file.read()",
    ).graph
    assert [port.dataset for port in graph.nodes[-1].inputs] == ["a_txt_file"]
