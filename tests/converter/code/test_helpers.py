"""Helpers go to module level and mean there what they meant in the notebook."""

from __future__ import annotations

RATE = "rate = len('abc') / 3"


def module(promoted, *cells: str, auto: bool = True) -> str:
    return promoted(*cells, auto=auto).project.files["sample/nodes.py"]


def ran(promoted, *cells: str) -> dict:
    """The names of the module of a notebook whose nodes take nothing."""
    names: dict = {}
    exec(module(promoted, *cells), names)
    return names


def test_cells_above_a_helper_mean_the_import_or_the_builtin_of_its_name(promoted):
    names = ran(
        promoted,
        "from math import sqrt",
        "a = sqrt(4)",
        "b = sum([1, 2])",
        "def sqrt(x):\n    return 'mine'\ndef sum(xs):\n    return 'my sum'",
        "c = sqrt(4), sum([])",
    )
    assert (names["compute_a"](), names["compute_b"]()) == (2.0, 3)
    assert names["compute_c"]() == ("mine", "my sum")


def test_a_helper_is_called_otherwise_than_a_node(promoted):
    text = module(
        promoted,
        "def clean(xs):\n    return sorted(xs)",
        "%%node clean\nys = clean([2, 1])",
        auto=False,
    )
    names: dict = {}
    exec(text, names)
    assert names["clean"]() == [1, 2]


def test_what_is_handed_over_is_not_taken_from_a_comprehension(promotes):
    promotes(
        "k = len('abc')",
        "def score(x):\n    return x * k",
        "scores = [score(k) for k in range(3)]",
        """
        def make_scores(k):
            def score(x):
                return x * k

            scores = [score(k) for k in range(3)]
            return scores
        """,
    )


def test_a_variable_of_a_comprehension_is_no_helper(promotes):
    promotes(
        RATE,
        "def scaled(x):\n    return x * rate",
        "both = [scaled(1)], [scaled(2) for scaled in (abs,)]",
        """
        def make_both(rate):
            both = [scaled(1, rate=rate)], [scaled(2) for scaled in (abs,)]
            return both
        """,
    )


def test_a_helper_with_nonlocal_may_be_handed_something(promotes):
    promotes(
        RATE,
        "def scaled(x):\n    return x * rate",
        """
        def counter():
            count = 0
            def step(x):
                nonlocal count
                count += scaled(x)
                return count
            return step
        """,
        "out = counter()(2)",
        """
        def counter(*, rate):
            count = 0

            def step(x):
                nonlocal count
                count += scaled(x, rate=rate)
                return count

            return step
        """,
    )


def test_a_generator_beside_what_is_handed_over_gets_brackets(promotes):
    promotes(
        RATE,
        "def total(xs):\n    return sum(xs) * rate",
        "z = total(y for y in [1, 2])",
        """
        def make_z(rate):
            z = total((y for y in [1, 2]), rate=rate)
            return z
        """,
    )


def test_a_lambda_keeps_the_brackets_that_hold_its_lines(promoted):
    cells = ("score = (lambda v:\n    v * 2\n    + 1)", "w = score(2)")
    assert ran(promoted, *cells)["evaluate_w"]() == 5


def test_an_import_that_changes_counts_as_of_the_call(promoted):
    names = ran(
        promoted,
        "from math import sqrt",
        "# The root.\ndef root(x): return sqrt(x)",
        "a = root(4)",
        "from cmath import sqrt",
        "b = root(-4)",
    )
    assert (names["make_a"](), names["make_b"]()) == (2.0, 2j)


def test_a_helper_may_have_the_name_of_what_generated_code_imports(promoted):
    names = ran(
        promoted,
        RATE,
        "def partial(f, x):\n    return f(x)",
        "def square(x):\n    return rate * x * x",
        "slope = partial(square, 3.0)",
    )
    assert names["make_slope"](1.0) == 9.0


def test_a_constant_that_a_class_needs_brings_its_helper(promoted):
    names = ran(
        promoted,
        "def make():\n    return [1]",
        "LIMIT = make()",
        "class A:\n    x = LIMIT",
        "out = A().x + [2]",
    )
    assert names["A"].x == [1]


def test_the_name_of_the_main_module_is_no_attribute(promotes):
    promotes(
        "def run(xs):\n    return xs",
        "said = [__name__, run.__name__]",
        """
        def make_said():
            said = ["__main__", run.__name__]
            return said
        """,
    )


def test_what_an_import_registers_is_imported(promoted):
    text = module(
        promoted,
        "from sklearn.experimental import enable_iterative_imputer\n"
        "from sklearn.impute import IterativeImputer",
        "imputer = IterativeImputer()",
    )
    assert text.index("enable_iterative_imputer") < text.index("import IterativeImputer")


def test_a_value_of_a_library_that_is_set_stays_set(promoted):
    text = module(promoted, "import sys\nsys.argv = ['x']", "n = len(sys.argv)")
    assert 'sys.argv = ["x"]' in text


def test_an_import_below_a_helper_takes_its_name_again(promoted):
    names = ran(
        promoted,
        "def sqrt(x):\n    return 'mine'",
        "a = sqrt(4)",
        "from math import sqrt",
        "b = sqrt(4)",
    )
    assert (names["compute_a"](), names["compute_b"]()) == ("mine", 2.0)
