"""What becomes of a cell: a plain function, as a careful colleague would have written it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from nb2pipe.converter.verify.observation import CellObservation, Observation

PAGE = Path(__file__).parents[3] / "docs" / "converter.md"
FRAME = "import pandas as pd\ndf = pd.DataFrame({'x': [1, 2], 'y': [0, 1]})"

# ---------------------------------------------------------------- inputs and outputs


def test_a_cell_is_a_function_of_what_it_reads(promotes):
    promotes(
        "a = sorted('ba')",
        "n = len(a)",
        """
        def make_n(a):
            n = len(a)
            return n
        """,
    )


def test_what_only_its_cell_reads_is_a_local(promotes):
    promotes(
        "a = sorted('ba')",
        "half = len(a) / 2\ntwice = half * 4",
        """
        def compute_twice(a):
            half = len(a) / 2
            twice = half * 4
            return twice
        """,
    )


def test_a_name_of_underscores_is_no_result(promotes):
    promotes(
        "a = sorted('ba')",
        "low, *_ = a",
        "*_, high = a",
        """
        def make_low(a):
            low, *_ = a
            return low
        """,
        """
        def make_high(a):
            *_, high = a
            return high
        """,
    )


def test_several_results_are_returned_together(promotes):
    promotes(
        "low, high = min('ab'), max('ab')",
        """
        def make_low():
            low, high = min("ab"), max("ab")
            return low, high
        """,
    )


def test_comments_and_blank_lines_stay(promotes):
    promotes(
        "a = sorted('ba')",
        """
        x = len(a)  # how many

        # twice as many
        y = x * 2
        z = [
            x,  # first
            y,
        ]
        """,
        """
        def make_z(a):
            x = len(a)  # how many

            # twice as many
            y = x * 2
            z = [
                x,  # first
                y,
            ]
            return z
        """,
    )


def test_the_leading_comment_is_the_docstring(promotes):
    promotes(
        "# count the letters, all of them\nn = len('ab')",
        '''
        def count_letters():
            """Count the letters, all of them."""
            n = len("ab")
            return n
        ''',
    )


def test_drawn_lines_and_forms_are_no_docstring(promotes):
    promotes(
        "# --------\n# Count the letters\n# --------\n\n# all of them\nn = len('ab')",
        '''
        def count_letters():
            """Count the letters."""
            # all of them
            n = len("ab")
            return n
        ''',
    )
    promotes(
        '#@title Count letters { display-mode: "form" }\nn = len("ab")',
        '''
        def count_letters():
            """Count letters."""
            n = len("ab")
            return n
        ''',
    )


def test_a_tuple_that_is_added_stays_one(promotes):
    promotes(
        "import json\nrows = json.load(open('rows.json'))",
        "n = len(rows)",
        "rows += 4, 5",
        """
        def make_rows(rows):
            rows = rows + (4, 5)
            return rows
        """,
    )


def test_a_path_of_several_literals_is_none(promotes):
    promotes(
        "open('a.txt', 'w').write('x')",
        "text = open('a.txt').read() + 'a.txt' 'b'",
        """
        def load_text(a_txt_file):
            text = open(a_txt_file).read() + "a.txtb"  # noqa: SIM115
            return text
        """,
    )


def test_an_abbreviation_ends_no_sentence(promotes):
    promotes(
        "#md ## Counting letters\n\nThey are counted as Prof. Dr. K. Maier counts them, e.g. Every vowel. The rest comes later.",
        "n = len('ab')",
        '''
        def count_letters():
            """They are counted as Prof. Dr. K. Maier counts them, e.g. Every vowel.

            The rest comes later.
            """
            n = len("ab")
            return n
        ''',
    )


def test_markdown_above_is_the_docstring(promotes):
    promotes(
        "#md ## Counting letters\n\nIt counts `letters`. Every one of them counts, even those that are very hard to see.",
        "n = len('ab')",
        '''
        def count_letters():
            """It counts `letters`.

            Every one of them counts, even those that are very hard to see.
            """
            n = len("ab")
            return n
        ''',
    )


def test_the_example_of_the_documentation_is_true(promotes):
    cell, function, *_ = re.findall(
        r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL
    )
    load = "import pandas as pd\ncompanies = pd.read_csv('companies.csv')"
    promotes(load, cell, "n = len(companies)", function)


# ---------------------------------------------------------------- changes in place


def test_a_change_in_place_is_returned(promotes):
    """A node never changes its argument: it copies first and returns the copy."""
    promotes(
        FRAME,
        "# clean it up\ndf['x'] = df['x'] * 2",
        '''
        def clean_up(df):
            """Clean it up."""
            df = df.copy()
            df["x"] = df["x"] * 2
            return df
        ''',
    )


def test_a_list_is_copied_before_it_grows(promotes):
    promotes(
        "rows = sorted('ba')",
        "n = len(rows)",
        "rows.append('c')",
        """
        def update_rows(rows):
            rows = rows.copy()
            rows.append("c")
            return rows
        """,
    )


def test_what_lies_deeper_is_copied_whole(promotes):
    promotes(
        "rows = [[letter] for letter in 'ba']",
        "n = len(rows)",
        "rows[0].append('c')",
        """
        def update_rows(rows):
            rows = deepcopy(rows)
            rows[0].append("c")
            return rows
        """,
    )


def test_a_model_is_copied_before_it_is_fitted(promotes):
    promotes(
        "from sklearn.svm import SVC\nmodel = SVC()",
        "kernel = model.kernel",
        "model.fit([[1], [2]], [0, 1])",
        """
        def train_model(model):
            model = deepcopy(model)
            model.fit([[1], [2]], [0, 1])
            return model
        """,
    )


def test_a_change_through_a_helper_is_one(promotes):
    promotes(
        FRAME + "\ndef mark(d):\n    d['mark'] = 1",
        "n = len(df)",
        "mark(df)",
        """
        def update_df(df):
            df = df.copy()
            mark(df)
            return df
        """,
    )


def test_what_is_made_here_needs_no_copy(promotes):
    promotes(
        "rows = []\nrows.append(len('a'))",
        "n = len(rows)",
        """
        def make_rows():
            rows = []
            rows.append(len("a"))
            return rows
        """,
    )


# ---------------------------------------------------------------- helpers

RATE = "rate = len('abc')"


def test_a_helper_is_given_what_it_reads(promotes):
    promotes(
        RATE,
        "def scaled(x):\n    return x * rate",
        "y = scaled(2)",
        """
        def make_y(rate):
            y = scaled(2, rate=rate)
            return y
        """,
    )


def test_a_helper_takes_what_it_reads_by_name(promotes):
    promotes(
        RATE,
        "def scaled(x, *more):\n    return x * rate",
        "y = scaled(2)",
        """
        def scaled(x, *more, rate):
            return x * rate
        """,
    )


def test_a_helper_that_is_passed_on_takes_it_along(promotes):
    promotes(
        RATE,
        "def scaled(x):\n    return x * rate",
        "y = list(map(scaled, [1, 2]))",
        """
        def make_y(rate):
            y = list(map(partial(scaled, rate=rate), [1, 2]))
            return y
        """,
    )


def test_a_helper_hands_on_what_another_reads(promotes):
    promotes(
        RATE,
        "def scaled(x):\n    return x * rate\ndef twice(x):\n    return scaled(x) * 2",
        "y = twice(2)",
        """
        def twice(x, *, rate):
            return scaled(x, rate=rate) * 2
        """,
    )


def test_a_helper_that_is_defined_again_is_another(promotes):
    """What was called before goes on calling the first."""
    promotes(
        "def f(x):\n    return x + 1",
        "a = f(1)",
        "def f(x):\n    return x + 2",
        "b = f(a)",
        """
        def make_a():
            a = f_1(1)
            return a
        """,
    )


def test_a_helper_that_binds_a_variable_moves_inside(promotes):
    promotes(
        "count = len('a')",
        "def tick():\n    global count\n    count += 1",
        "# tick once more\ntick()",
        '''
        def tick_once_more(count):
            """Tick once more."""

            def tick():
                nonlocal count
                count += 1

            tick()
            return count
        ''',
    )


def test_a_lambda_with_a_name_is_a_function(promotes):
    promotes(
        "double = lambda x, n=2: x * n",
        "y = double(2)",
        """
        def double(x, n=2):
            return x * n
        """,
    )


def test_a_helper_keeps_its_docstring_and_comments(promotes):
    promotes(
        '''
        # kept
        def f(x):
            """It counts."""
            return len(x)  # this too
        ''',
        "n = f('ab')",
        '''
        def f(x):
            """It counts."""
            return len(x)  # this too
        ''',
    )


def test_a_class_stands_at_module_level(promotes):
    promotes(
        "class A:\n    def n(self):\n        return 1",
        "n = A().n()",
        """
        class A:
            def n(self):
                return 1
        """,
    )


def test_a_decorated_helper_keeps_its_decorator(promotes):
    promotes(
        "from functools import lru_cache\n@lru_cache\ndef f(n):\n    return n",
        "x = f(2)",
        """
        @lru_cache
        def f(n):
            return n
        """,
    )


# ---------------------------------------------------------------- display


def test_what_a_cell_shows_last_goes(promotes):
    promotes(
        FRAME,
        "total = df['x'].sum()\ndf.head()",
        """
        def compute_total(df):
            total = df["x"].sum()
            return total
        """,
    )


def test_print_stays(promotes):
    promotes(
        "a = sorted('ba')",
        "n = len(a)\nprint(a)\na",
        """
        def make_n(a):
            n = len(a)
            print(a)
            return n
        """,
    )


def test_a_figure_that_is_only_shown_goes(promotes):
    promotes(
        "import matplotlib.pyplot as plt",
        "a = sorted([2, 1])",
        "top = max(a)\nplt.plot(a)\nplt.show()",
        """
        def make_top(a):
            top = max(a)
            return top
        """,
    )


def test_a_figure_that_is_saved_stays(promotes):
    promotes(
        "import matplotlib.pyplot as plt",
        "a = sorted([2, 1])",
        "# draw it well\nplt.plot(a)\nplt.title('a')\nplt.savefig('a.png')",
        '''
        def draw_well(a):
            """Draw it well."""
            plt.plot(a)
            plt.title("a")
            plt.savefig("a.png")
        ''',
    )


# ---------------------------------------------------------------- IPython


def test_a_timed_statement_is_the_statement(promotes):
    promotes(
        "%time n = len('ab')",
        """
        def make_n():
            n = len("ab")
            return n
        """,
    )


def test_a_command_is_run_and_checked(promotes):
    promotes(
        "n = len('ab')\n!touch made.txt",
        """
        def make_n():
            n = len("ab")
            subprocess.run("touch made.txt", shell=True, check=True)
            return n
        """,
    )


def test_await_makes_an_asynchronous_node(promotes):
    promotes(
        "import asyncio",
        "n = await asyncio.sleep(0, 3)",
        """
        async def make_n():
            n = await asyncio.sleep(0, 3)
            return n
        """,
    )


def test_await_inside_a_function_does_not(promotes):
    promotes(
        "import asyncio\nasync def f():\n    return await asyncio.sleep(0, 3)",
        "n = asyncio.iscoroutinefunction(f)",
        """
        def make_n():
            n = asyncio.iscoroutinefunction(f)
            return n
        """,
    )


def test_what_pip_installs_is_a_requirement(promoted):
    files = promoted("!pip install tabulate2>=1", "n = len('ab')").project.files
    assert '"tabulate2>=1",' in files["pyproject.toml"]


def test_what_is_imported_is_a_requirement_at_its_version(promoted):
    import numpy

    files = promoted("import numpy as np\nimport json", "x = np.zeros(2)").project.files
    assert f'"numpy=={numpy.__version__}",' in files["pyproject.toml"]


# ---------------------------------------------------------------- files


def test_a_file_that_is_read_whole_is_an_input(promotes):
    promotes(
        "import pandas as pd\nhouses = pd.read_csv('houses.csv')",
        "n = len(houses)",
        """
        def make_n(houses):
            n = len(houses)
            return n
        """,
    )


def test_the_entry_has_the_arguments(promoted):
    found = promoted(
        "import pandas as pd\nhouses = pd.read_csv('data/houses.csv', sep=';', index_col=0)",
        "n = len(houses)",
    ).analysis.graph.catalog
    assert found["houses"] == {
        "type": "pandas.CSVDataset",
        "filepath": "data/houses.csv",
        "load_args": {"sep": ";", "index_col": 0},
    }


def test_a_path_that_is_built_is_resolved(promoted):
    found = promoted(
        "from pathlib import Path\nimport pandas as pd\nDATA = Path('data')\nname = 'houses'",
        "houses = pd.read_csv(DATA / f'{name}.csv')",
        "n = len(houses)",
    ).analysis.graph.catalog
    assert found["houses"]["filepath"] == "data/houses.csv"


def test_what_is_read_last_has_the_name_that_a_cell_gave_to_something_else_before(promoted):
    graph = promoted(
        "import pandas as pd\ndf = pd.DataFrame({'a': [1]})",
        "n = len(df)",
        "df = pd.read_csv('x.csv')",
        "m = len(df)",
    ).analysis.graph
    made = [port.dataset for node in graph.nodes for port in node.outputs]
    assert (made, [*graph.catalog]) == (["df_make", "n", "m"], ["df"])


def test_one_file_that_is_read_twice_is_one_dataset(promoted):
    graph = promoted(
        "import pandas as pd\na = pd.read_csv('x.csv')",
        "n = len(a)",
        "a = pd.read_csv('x.csv')",
        "m = len(a)",
    ).analysis.graph
    assert ([[port.dataset for port in node.inputs] for node in graph.nodes], [*graph.catalog]) == (
        [["a"], ["a"]],
        ["a"],
    )


def test_a_file_that_is_written_is_an_output(promoted):
    graph = promoted(FRAME, "df.to_csv('out.csv', index=False)").analysis.graph
    saved = graph.nodes[-1].outputs[0].dataset
    assert graph.catalog[saved] == {
        "type": "pandas.CSVDataset",
        "filepath": "out.csv",
        "save_args": {"index": False},
    }


def test_a_path_that_nobody_knows_stays_in_the_code(promotes):
    promotes(
        "import pandas as pd\nname = input",
        "houses = pd.read_csv(name('which?'))",
        """
        def load_houses(name):
            houses = pd.read_csv(name("which?"))
            return houses
        """,
    )


def test_a_file_is_an_edge_from_writer_to_reader(promoted):
    graph = promoted(
        "text = 'a'.upper()",
        "with open('a.txt', 'w') as f:\n    f.write(text)",
        "n = len(open('a.txt').read())",
    ).analysis.graph
    writer, reader = graph.nodes[-2:]
    assert reader.inputs[0].dataset in {port.dataset for port in writer.outputs}


# ---------------------------------------------------------------- parameters and random numbers


def test_a_literal_at_the_top_is_a_parameter(promotes):
    promotes(
        "SIZE = 3",
        "n = SIZE * len('ab')",
        """
        def compute_n(SIZE):
            n = SIZE * len("ab")
            return n
        """,
    )


PARAMETERS = {
    "a number": ("SIZE = 3", {"SIZE": 3}),
    "a negative number": ("SIZE = -3", {"SIZE": -3}),
    "a list": ("names = ['a', 'b']", {"names": ["a", "b"]}),
    "a mapping": ("options = {'a': {'b': None}}", {"options": {"a": {"b": None}}}),
    "an annotated one": ("SIZE: int = 3", {"SIZE": 3}),
    "several": ("a = 1\nb = True", {"a": 1, "b": True}),
    "a tuple is none": ("sizes = (1, 2)", {}),
    "what is computed is none": ("SIZE = len('abc')", {}),
}


@pytest.mark.parametrize(("cell", "values"), PARAMETERS.values(), ids=PARAMETERS)
def test_literals_are_parameters(analysed, cell, values):
    names = ", ".join(["a", *values])
    assert analysed("a = 0\n" * ("a" not in values) + cell, f"x = [{names}]").graph.parameters == {
        **({"a": 0} if "a" not in values else {}),
        **values,
    }


def test_a_literal_that_is_changed_is_no_parameter(analysed):
    assert analysed("rows = []", "rows.append(len('a'))").graph.parameters == {}


def test_a_literal_that_is_bound_again_is_no_parameter(analysed):
    assert analysed("n = 1", "n = n + len('a')").graph.parameters == {}


def test_a_seeded_generator_is_carried_from_node_to_node(promotes):
    promotes(
        "import numpy as np\nnp.random.seed(1)",
        "a = np.random.rand(2)",
        "b = np.random.rand(2)",
        """
        def make_a(numpy_random_state):
            np.random.set_state(numpy_random_state)
            a = np.random.rand(2)
            numpy_random_state = np.random.get_state()
            return a, numpy_random_state
        """,
    )


def test_an_unseeded_generator_is_not(promotes):
    promotes(
        "import numpy as np",
        "a = np.random.rand(2)",
        """
        def make_a():
            a = np.random.rand(2)
            return a
        """,
    )


# ---------------------------------------------------------------- options and versions


def test_an_output_may_have_another_name(promoted):
    graph = promoted(
        "%%node load -o df=raw\ndf = sorted('ba')", "%%node count\nn = len(df)", auto=False
    ).analysis.graph
    assert [[port.dataset for port in node.outputs] for node in graph.nodes] == [["raw"], ["n"]]
    assert (graph.nodes[1].inputs[0].variable, graph.nodes[1].inputs[0].dataset) == ("df", "raw")


def test_an_input_may_have_another_name(promoted):
    graph = promoted(
        "%%catalog\nhouses:\n  type: pandas.CSVDataset\n  filepath: h.csv",
        "%%node count -i df=houses\nn = len(df)",
        auto=False,
    ).analysis.graph
    assert (graph.nodes[0].inputs[0].variable, graph.nodes[0].inputs[0].dataset) == ("df", "houses")


def test_the_last_version_has_the_plain_name(promoted):
    """Earlier ones are named after the node that makes them."""
    graph = promoted(
        "%%node load\ndf = sorted('ba')",
        "%%node clean\ndf = df[:1]",
        "%%node polish\ndf = df * 2",
        auto=False,
    ).analysis.graph
    made = [node.outputs[0].dataset for node in graph.nodes]
    assert made == ["df_load", "df_clean", "df"]


def test_cells_of_one_name_are_one_node(promotes):
    promotes(
        "%%node count\na = len('ab')",
        "%%node count\nb = a * 2",
        """
        def count():
            a = len("ab")
            b = a * 2
            return a, b
        """,
        auto=False,
    )


def test_options_of_a_node_stand_in_the_pipeline(promoted):
    files = promoted(
        "%%node a --tags slow --retries 2 --retry-delay 1 --timeout 5 --no-cache\nn = len('a')",
        auto=False,
    ).project.files
    words = " ".join(files["sample/pipeline.py"].split())
    options = 'tags=["slow"], retries=2, retry_delay=1.0, timeout=5.0, cache=False'
    assert f'node( a, None, "n", {options}, )' in words


def test_a_skipped_cell_is_no_part_of_it(promoted):
    graph = promoted("%%node a\nx = len('a')", "%%skip\ny = x", auto=False).analysis.graph
    assert ([node.name for node in graph.nodes], graph.datasets) == (["a"], ("x",))


def test_a_report_keeps_its_figure(promoted):
    graph = promoted(
        "%%setup\nimport matplotlib.pyplot as plt",
        "%%node a\nxs = sorted([2, 1])",
        "%%report drawn\nplt.plot(xs)",
        auto=False,
    ).analysis.graph
    assert graph.catalog["drawn"] == {
        "type": "matplotlib.MatplotlibDataset",
        "filepath": "reports/drawn.png",
        "versioned": True,
    }


def test_a_report_is_not_mistaken_for_a_variable_of_its_name(analysed):
    graph = analysed("xs = [1]", "%%report total\ntotal = sum(xs)\ntotal").graph
    assert [port.dataset for port in graph.nodes[-1].outputs] == ["total", "total_report"]


@pytest.mark.parametrize("shown", ["df", "df.describe()", '{"rows": df}', "[len(df), df]"])
def test_a_report_reads_what_its_last_line_shows(analysed, shown):
    graph = analysed("df = read()", f"%%report shown\n{shown}").graph
    assert [port.variable for port in graph.nodes[-1].inputs] == ["df"]


def test_a_report_keeps_its_table(promotes):
    promotes(
        f"%%setup\n{FRAME.splitlines()[0]}",
        f"%%node a\n{FRAME.splitlines()[1]}",
        "%%report means\ndf.groupby('y').mean()",
        """
        def means(df):
            shown = df.groupby("y").mean()
            return shown
        """,
        auto=False,
    )


def test_a_report_in_one_node_with_other_cells_is_kept(promotes):
    promotes(
        "%%setup\nimport matplotlib.pyplot as plt",
        "%%node numbers\nones = map(str, [1, 1])\nfirst = next(ones)",
        "%%report drawn\nplt.plot(list(ones))",
        """
        def numbers():
            ones = map(str, [1, 1])
            first = next(ones)
            plt.plot(list(ones))
            figure = plt.gcf()
            plt.close(figure)
            return first, figure
        """,
        auto=False,
    )


def test_a_report_in_one_node_with_other_cells_has_its_own_name(analysed):
    nodes = ("%%node numbers\nones = map(str, [1, 1])", "%%report rest\nlist(ones)")
    graph = analysed(*nodes).graph
    assert [port.dataset for port in graph.nodes[0].outputs] == ["rest"]
    assert graph.catalog["rest"]["filepath"] == "reports/rest.txt"


@pytest.mark.parametrize("drawn", ["df.plot()", "df.plot.scatter('x', 'y')", "axes = df.hist()"])
def test_a_report_keeps_what_a_frame_draws(analysed, drawn):
    graph = analysed("df = read()", f"%%report drawn\n{drawn}").graph
    assert graph.catalog["drawn"]["type"] == "matplotlib.MatplotlibDataset"


def test_an_augmented_input_of_unknown_kind_is_made_anew(promotes):
    """It may be an array, which `*=` changes in place, and then a function would change its argument."""
    promotes(
        "%%setup\nimport json",
        "%%node a\nshare = json.loads('0.5')",
        "%%node b\nfor _ in range(2):\n    share *= 2 + 1",
        """
        def b(share):
            for _ in range(2):
                share = share * (2 + 1)
            return share
        """,
        auto=False,
    )


def test_cells_of_one_node_draw_figures_of_their_own(promotes):
    """Jupyter closes what a cell has drawn: the next one does not draw into it."""
    promotes(
        "%%setup\nimport matplotlib.pyplot as plt",
        "%%node draw\nplt.plot([1])\nplt.savefig('a.png')",
        "%%node draw\nn = len('a')",
        "%%node draw\nplt.plot([n])\nplt.savefig('b.png')",
        """
        def draw():
            plt.plot([1])
            plt.savefig("a.png")
            n = len("a")
            plt.close("all")
            plt.plot([n])
            plt.savefig("b.png")
            return n
        """,
        auto=False,
    )


def test_a_report_of_a_figure_in_a_variable_is_given_once(promotes):
    promotes(
        "%%setup\nimport matplotlib.pyplot as plt",
        "%%node a\nxs = sorted([2, 1])",
        "%%report drawn\nfig, ax = plt.subplots()\nax.plot(xs)",
        """
        def drawn(xs):
            fig, ax = plt.subplots()
            ax.plot(xs)
            return fig
        """,
        auto=False,
    )


def test_a_report_that_shows_nothing_keeps_nothing(analysed):
    graph = analysed("%%node a\nx = len('a')", "%%report y\ny = x").graph
    assert (graph.catalog, graph.nodes[-1].report) == ({}, False)


# ---------------------------------------------------------------- modules


def test_a_module_imports_what_it_uses_and_no_more(promoted):
    files = promoted(
        "import json\nimport math\nfrom os import path, sep", "n = math.floor(2.5)"
    ).project.files
    imports = [line for line in files["sample/nodes.py"].split("\n") if "import" in line]
    assert imports == ["import math"]


def test_an_import_that_may_fail_keeps_its_guard(promoted):
    files = promoted(
        "try:\n    import ujson as json\nexcept ImportError:\n    import json",
        "n = json.dumps([1])",
    ).project.files
    assert (
        "try:\n    import ujson as json\nexcept ImportError:\n    import json\n"
        in (files["sample/nodes.py"])
    )


@pytest.mark.parametrize(
    ("markdown", "doc"),
    [
        ("# <font color='blue'>Count <b>them</b></font>", "Count them."),
        ("Counting\n========\n\nThey are counted.", "They are counted."),
        ("Counting\n---\n", ""),
        ("## 2.1 Counting them", "Counting them."),
        ("Click [here](https://example.org) to *count*:", "Click here to count."),
    ],
)
def test_a_docstring_is_plain_text(promoted, markdown, doc):
    module = promoted(f"#md {markdown}", "n = len('ab')").project.files["sample/nodes.py"]
    assert (ast.get_docstring(ast.parse(module).body[-1]) or "") == doc


def test_a_logger_stands_at_module_level_wherever_it_is_used(promoted):
    files = promoted(
        "#md ## One",
        "import logging\nlog = logging.getLogger(__name__)",
        "n = len('ab')\nlog.info('n %s', n)",
        "#md ## Two",
        "m = n + 1\nlog.info('m %s', m)",
    ).project.files
    line = "log = logging.getLogger(__name__)"
    homes = [name for name, text in files.items() if name.endswith(".py") and line in text]
    assert homes == ["sample/nodes/one.py", "sample/nodes/two.py"]


def test_a_printer_stands_at_module_level_though_a_class_calls_it(promoted):
    files = promoted(
        "import pprint\nshow = pprint.PrettyPrinter(indent=2).pprint",
        "class Box:\n    def look(self):\n        show(vars(self))\n        return 1",
        "n = Box().look()\nn",
    ).project.files
    assert "show = pprint.PrettyPrinter(indent=2).pprint" in files["sample/nodes.py"]
    assert "def make_n():" in files["sample/nodes.py"]


UNUSED = {
    "a value goes with its name": ("left = a * 2\nn = len(a)", "n = len(a)"),
    "what only it read goes too": ("left = a * 2\nright = left + left\nn = len(a)", "n = len(a)"),
    "a call that changes something stays": ("last = a.pop()\nn = len(a)", "a.pop()\nn = len(a)"),
    "a part that nobody reads has no name": ("n, left = divmod(len(a), 2)", "n, _ = divmod(len(a), 2)"),
    "with a comment it stays": (
        "left = a * 2  # later\nn = len(a)", "left = a * 2  # later  # noqa: F841\nn = len(a)"),
    "a name in a text may be read": (
        "left = a * 2\nn = len(a + list('left'))", "left = a * 2  # noqa: F841\nn = len(a + list('left'))"),
    "what the function takes is read": ("left = a * 2\nn = len('abc')", "left = a * 2  # noqa: F841\nn = len('abc')"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "body"), UNUSED.values(), ids=UNUSED)
def test_a_name_that_is_made_again_below_before_it_is_read_goes(promoted, source, body):
    again = "left = n\nright = n\nlast = n\na = n\nprint(left, right, last, a)"
    files = promoted("a = sorted('ba')", f"%%node count\n{source}", again).project.files
    found = _body(files["sample/nodes.py"], "count")
    assert found == body.replace("'", '"')


def _body(module: str, name: str) -> str:
    """The user's lines in a function of a module."""
    tree = ast.parse(module)
    function = next(each for each in tree.body if getattr(each, "name", "") == name)
    lines = module.split("\n")[function.lineno : function.end_lineno]
    ours = (".copy()", "return ")
    return "\n".join(each.strip() for each in lines if not any(word in each for word in ours))


def test_what_a_branch_may_leave_unbound_is_declared_in_one_line(promotes):
    promotes(
        "rows = sorted('ab')",
        "if rows:\n    low, high = min(rows), max(rows)",
        "print(low, high)",
        """
        def make_low(rows):
            low = high = None
            if rows:
                low, high = min(rows), max(rows)
            return low, high
        """,
        of="make_low",
    )


def test_a_name_is_written_as_python_reads_it(promotes):
    promotes(
        "n = len('ab')",
        "ﬁrst = n + 1\nlast = f'{ﬁrst}' + str(first)",
        "print(ﬁrst, last)",
        """
        def compute_first(n):
            first = n + 1
            last = f"{first}" + str(first)
            return first, last
        """,
        of="compute_first",
    )


def test_what_a_run_saw_bound_to_the_same_object_again_is_no_name_left_unbound(promotes):
    cells = [CellObservation(number, f"c{number}") for number in (1, 2)]
    promotes(
        "rows = sorted('ab')",
        "first, other = rows[0], rows[1]",
        "print(first, other)",
        """
        def select_first(rows):
            first, other = rows[0], rows[1]
            return first, other
        """,
        of="select_first",
        seen=Observation("sample", "python3", cells=tuple(cells)),
    )


@pytest.mark.filterwarnings("ignore:invalid escape sequence")
def test_a_pattern_becomes_a_raw_text(promotes):
    promotes(
        "%%node make_pattern\n" + r"pattern = '\d+' + str(len('a'))",
        r"""
        def make_pattern():
            pattern = r"\d+" + str(len("a"))
            return pattern
        """,
        of="make_pattern",
    )


def test_a_long_literal_keeps_the_lines_that_it_has(promotes):
    promotes(
        """
        %%node make_data
        data = sorted([
            10, 20, 30, 40, 50, 60, 70, 80, 90,
            110, 120, 130, 140, 150, 160, 170, 180, 190,
        ])
        """,
        """
        def make_data():
            data = sorted([
                10, 20, 30, 40, 50, 60, 70, 80, 90,
                110, 120, 130, 140, 150, 160, 170, 180, 190,
            ])  # fmt: skip
            return data
        """,
    )


def test_a_short_literal_is_formatted(promotes):
    promotes(
        "%%node make_data\ndata = sorted([1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18])",
        """
        def make_data():
            data = sorted([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18])
            return data
        """,
    )


def test_configuration_of_a_cell_stands_together(promoted):
    files = promoted(
        "import pandas as pd\npd.options.display.max_rows = 5\npd.options.display.width = 9",
        "df = pd.DataFrame()",
    ).project.files
    assert (
        "\npd.options.display.max_rows = 5\npd.options.display.width = 9\n"
        in files["sample/nodes.py"]
    )


def test_a_module_says_what_its_heading_says(promoted):
    files = promoted(
        "#md ## 1. Load *all* of the `data` that there is", "a = sorted('ba')",
        "#md ## Count", "n = len(a)",
    ).project.files  # fmt: skip
    module = files["sample/nodes/load_all_of_the_data.py"]
    assert module.startswith('"""Load all of the `data` that there is."""')


def test_configuration_runs_where_the_module_is_imported(promoted):
    files = promoted(
        "import pandas as pd\npd.set_option('display.max_rows', 5)", "df = pd.DataFrame({'a': [1]})"
    ).project.files
    assert '\n\npd.set_option("display.max_rows", 5)\n' in files["sample/nodes.py"]


def test_what_is_saved_stays_as_it_is(promoted):
    """Whoever saves a model does not fit it, and a renamed series is no file."""
    graph = promoted(
        "import pickle\nimport pandas as pd\nfrom sklearn.linear_model import LinearRegression\n"
        "df = pd.DataFrame({'a': [1, 2]})\nmodel = LinearRegression().fit(df, df.a)",
        "with open('model.pkl', 'wb') as file:\n    pickle.dump(model, file)",
        "b = df.a * 2",
        "both = df.join(b.rename('b'))",
    ).analysis.graph
    made = {node.name: [port.dataset for port in node.outputs] for node in graph.nodes}
    assert made["save_model"] == []
    assert [name for names in made.values() for name in names].count("both") == 1
    assert not any("written" in name for names in made.values() for name in names)


def test_what_a_decorator_reads_reaches_who_calls_what_it_decorates(promoted):
    graph = promoted(
        "prefix = '>' * len('ab')",
        "def tagged(f):\n    def inner(*args):\n        return prefix + f(*args)\n    return inner",
        "@tagged\ndef name(s):\n    return s.upper()",
        "x = name('bob')",
    ).analysis.graph
    made = next(node for node in graph.nodes if node.name == "make_x")
    assert [port.dataset for port in made.inputs] == ["prefix"]


def test_what_a_nested_helper_rebinds_is_there_once(promotes):
    promotes(
        "def run(n):\n    step(n)",
        "def step(n):\n    global count\n    count = n",
        "run(5)",
        "total = count + 1",
        """
        def make_count():
            count = None

            def run(n):
                step(n)

            def step(n):
                nonlocal count
                count = n

            run(5)
            return count
        """,
        """
        def compute_total(count):
            total = count + 1
            return total
        """,
    )


def test_what_asks_a_figure_finds_it_drawn(promoted):
    """A colour bar is of the picture above it, which nothing else of the node needs."""
    cell = "top = max(v)\nplt.scatter(v, v, c=v)\nplt.title('v')\nbar = plt.colorbar()\nbar.set_label('v')"
    files = promoted(
        "import matplotlib.pyplot as plt\nv = sorted([3, 1, 2])",
        cell,
        f"{cell}\nlow = min(v)",
        "both = top + low",
    ).project.files
    assert files["sample/nodes.py"].count("plt.scatter") == 2


@pytest.mark.parametrize(("backend", "stays"), [("TkAgg", False), ("agg", True)])
def test_a_backend_with_windows_is_the_notebooks_own(promoted, backend, stays):
    """Where no screen is, matplotlib refuses to draw with it."""
    files = promoted(
        f"import matplotlib\nmatplotlib.use('{backend}')",
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2])",
    ).project.files
    assert ("matplotlib.use" in files["sample/nodes.py"]) is stays


def test_headings_make_modules(promoted):
    files = promoted("#md ## Load", "a = sorted('ba')", "#md ## Count", "n = len(a)").project.files
    modules = [name for name in files if name.startswith("sample/nodes")]
    assert modules == ["sample/nodes/__init__.py", "sample/nodes/count.py", "sample/nodes/load.py"]


def test_nodes_import_nothing_of_ours(promoted):
    files = promoted("a = sorted('ba')", "n = len(a)").project.files
    assert "nb2pipe" not in files["sample/nodes.py"]


def test_names_that_a_library_gives_the_notebook_are_made_by_its_cell(promotes):
    """`sympy.var` puts them among the globals of who calls it."""
    promotes(
        "import sympy",
        "sympy.var('p, q')\nn = 2",
        "m = p + q + n",
        """
        def compute_p():
            global p, q  # noqa: PLW0602
            sympy.var("p, q")
            n = 2
            return p, q, n
        """,
        of="compute_p",
    )


def test_a_name_that_a_function_has_for_itself_is_not_the_helper_of_that_name(promotes):
    promotes(
        "rate = 2\nrate += 1",
        """
        def scale(x):
            scale = x * rate
            pick = lambda scale: scale(x)
            return scale, pick
        """,
        "a = scale(3)",
        """
        def scale(x, *, rate):
            scale = x * rate
            pick = lambda scale: scale(x)
            return scale, pick
        """,
        of="scale",
    )


def test_options_of_the_cells_of_a_node_count_together(analysed):
    node = analysed(
        "%%node t -o a=first --tags one", "%%node t -o b=second --tags two\na = b = 1", auto=False
    ).nodes[0]
    assert node.unit.options.outputs == {"a": "first", "b": "second"}
    assert set(node.unit.options.tags) == {"one", "two"}
