"""A function's key changes with all code that it reaches, and with nothing else."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module, invalidate_caches
from itertools import count
from pathlib import Path
from textwrap import dedent

import pytest

from nb2pipe.runtime.cache.codekeys import code_of, code_parts
from nb2pipe.runtime.values.digests import digest_of

_number = count()

Keyed = Callable[..., str]


@pytest.fixture
def keyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keyed:
    """The key of `f` in a package's module `main`, beside which other modules may stand."""

    def key(main: str, **others: str) -> str:
        package = f"keyed{next(_number)}"
        folder = tmp_path / package / "package"
        folder.mkdir(parents=True)
        monkeypatch.syspath_prepend(str(tmp_path / package))
        for name, text in {"__init__": "", "main": main, **others}.items():
            file = folder / f"{name.replace('__in__', '/')}.py"
            file.parent.mkdir(exist_ok=True)
            file.write_text(dedent(text))
        for name in [each for each in sys.modules if each.partition(".")[0] == "package"]:
            del sys.modules[name]
        invalidate_caches()
        return code_of(import_module("package.main").f)

    return key


F = "def f(x):\n    return {}\n"

SAME = {
    "a comment": ("def f(x):\n    return x", "def f(x):\n    # why\n    return x"),
    "formatting": ("def f(x):\n    return x+1", "def f( x ):\n\n    return (x + 1)"),
    "a docstring": ("def f(x):\n    'Old.'\n    return x", "def f(x):\n    return x"),
    "a function that is not reached": (F.format("x"), F.format("x") + "def g():\n    pass"),
    "a name of the module that is a local here": (
        "table = 1\ndef f(x):\n    table = x\n    return table",
        "table = 2\ndef f(x):\n    table = x\n    return table",
    ),
    "a name that is a parameter here": (
        "def g():\n    return 1\ndef f(g):\n    return g",
        "def g():\n    return 2\ndef f(g):\n    return g",
    ),
    "a comprehension's own name": (
        "n = 1\ndef f(x):\n    return [n for n in x]",
        "n = 2\ndef f(x):\n    return [n for n in x]",
    ),
}

CHANGED = {
    "its body": (F.format("x"), F.format("x + 1")),
    "a default": ("def f(x=1):\n    return x", "def f(x=2):\n    return x"),
    "a helper": (
        "def g(x):\n    return 1\n" + F.format("g(x)"),
        "def g(x):\n    return 2\n" + F.format("g(x)"),
    ),
    "a helper's helper": (
        "def h():\n    return 1\ndef g(x):\n    return h()\n" + F.format("g(x)"),
        "def h():\n    return 2\ndef g(x):\n    return h()\n" + F.format("g(x)"),
    ),
    "a constant": ("N = 1\n" + F.format("x + N"), "N = 2\n" + F.format("x + N")),
    "what a constant is made of": (
        "M = 1\nN = M\n" + F.format("x + N"),
        "M = 2\nN = M\n" + F.format("x + N"),
    ),
    "a constant changed in place": (
        "N = []\nN.append(1)\n" + F.format("N"),
        "N = []\nN.append(2)\n" + F.format("N"),
    ),
    "an item of a constant": (
        "N = {}\nN['a'] = 1\n" + F.format("N"),
        "N = {}\nN['a'] = 2\n" + F.format("N"),
    ),
    "an option of a library": (
        "import json\njson.option = 1\n" + F.format("json.dumps(x)"),
        "import json\njson.option = 2\n" + F.format("json.dumps(x)"),
    ),
    "a class": (
        "class C:\n    def m(self):\n        return 1\n" + F.format("C().m()"),
        "class C:\n    def m(self):\n        return 2\n" + F.format("C().m()"),
    ),
    "a base class": (
        "class B:\n    n = 1\nclass C(B):\n    pass\n" + F.format("C()"),
        "class B:\n    n = 2\nclass C(B):\n    pass\n" + F.format("C()"),
    ),
    "a decorator": (
        "def d(g):\n    return g\n@d\n" + F.format("x"),
        "def d(g):\n    return lambda x: g(x)\n@d\n" + F.format("x"),
    ),
    "a global that it declares": (
        "N = 1\ndef f(x):\n    global N\n    N += x\n    return N",
        "N = 2\ndef f(x):\n    global N\n    N += x\n    return N",
    ),
    "a lambda": ("f = lambda x: x", "f = lambda x: x + 1"),
    "what a lambda calls": (
        "def g(x):\n    return 1\nf = lambda x: g(x)",
        "def g(x):\n    return 2\nf = lambda x: g(x)",
    ),
    "what a closure holds": (
        "def make(n):\n    def inner(x):\n        return x + n\n    return inner\nf = make(1)",
        "def make(n):\n    def inner(x):\n        return x + n\n    return inner\nf = make(2)",
    ),
    "a partial's argument": (
        "from functools import partial\ndef g(a, x):\n    return a\nf = partial(g, 1)",
        "from functools import partial\ndef g(a, x):\n    return a\nf = partial(g, 2)",
    ),
    "the state of a callable object": (
        (
            "class C:\n    def __init__(self, n):\n        self.n = n\n    def __call__(self, x):\n"
            "        return self.n\nf = C(1)"
        ),
        (
            "class C:\n    def __init__(self, n):\n        self.n = n\n    def __call__(self, x):\n"
            "        return self.n\nf = C(2)"
        ),
    ),
}

IMPORTS = {
    "a name": "from .other import g\n" + F.format("g(x)"),
    "a name under another": "from .other import g as h\n" + F.format("h(x)"),
    "a module": "from . import other\n" + F.format("other.g(x)"),
    "a module by its whole name": "import package.other\n" + F.format("package.other.g(x)"),
    "a module under another name": "import package.other as o\n" + F.format("o.g(x)"),
    "every name": "from .other import *\n" + F.format("g(x)"),
    "within the function": "def f(x):\n    from .other import g\n    return g(x)",
    "a module within the function": "def f(x):\n    from . import other\n    return other.g(x)",
    "a module that is passed on": "from . import other\n" + F.format("getattr(other, 'g')(x)"),
    "through a third module": "from .between import g\n" + F.format("g(x)"),
    "through a package": "from . import sub\n" + F.format("sub.deep.g(x)"),
}


@pytest.mark.parametrize(("before", "after"), SAME.values(), ids=list(SAME))
def test_what_cannot_change_the_result_does_not_count(
    keyed: Keyed, before: str, after: str
) -> None:
    assert keyed(before) == keyed(after)


@pytest.mark.parametrize(("before", "after"), CHANGED.values(), ids=list(CHANGED))
def test_what_can_change_the_result_counts(keyed: Keyed, before: str, after: str) -> None:
    assert keyed(before) != keyed(after)


@pytest.mark.parametrize("main", IMPORTS.values(), ids=list(IMPORTS))
def test_imports_are_followed_to_the_helper(keyed: Keyed, main: str) -> None:
    one, two = (
        keyed(
            main,
            other=f"def g(x):\n    return {value}",
            between="from .other import g",
            sub__in____init__="from . import deep",
            sub__in__deep=f"def g(x):\n    return {value}",
        )
        for value in (1, 2)
    )
    assert one != two


def test_other_names_of_an_imported_module_do_not_count(keyed: Keyed) -> None:
    one, two = (
        keyed(
            "from . import other\n" + F.format("other.g(x)"),
            other=f"N = {value}\ndef g(x):\n    return x",
        )
        for value in (1, 2)
    )
    assert one == two


def is_even(n: int) -> bool:
    return n == 0 or is_odd(n - 1)


def is_odd(n: int) -> bool:
    return n != 0 and is_even(n - 1)


class Both:
    @staticmethod
    def one(n: int) -> int:
        return n

    @staticmethod
    def two(n: int) -> int:
        return 2 * n

    def three(self) -> int:
        return 3

    def four(self) -> int:
        return 4


@pytest.mark.parametrize(
    ("one", "two"), [(is_even, is_odd), (Both.one, Both.two), (Both().three, Both().four)]
)
def test_functions_that_reach_the_same_code_are_not_the_same(
    one: Callable[..., object], two: Callable[..., object]
) -> None:
    """What counts is where it begins, too: mutual recursion, methods of one class."""
    assert code_of(one) != code_of(two)


def test_libraries_count_with_their_version() -> None:
    import numpy as np

    assert code_parts(np.mean)["library:numpy"] == np.__version__


class Model:
    """A class of the user's, whose objects travel between nodes."""

    def __init__(self) -> None:
        self.seen: dict[str, int] = {"a": 1}


def test_a_value_brings_the_code_of_its_class() -> None:
    asked: list[object] = []
    digest_of(Model(), lambda found: str(asked.append(found)))
    assert asked == [Model]


def equal_values() -> dict[str, tuple[object, object]]:
    import numpy as np
    import pandas as pd

    text = "".join(["te", "xt"])
    shared = ["a"]
    return {
        "texts that are one object, and not": ([text, text], ["text", "".join(["te", "xt"])]),
        "lists that are one object, and not": ([shared, shared], [["a"], ["a"]]),
        "sets": ({"b", "a"}, {"a", "b"}),
        "arrays": (np.arange(9.0), np.arange(9.0).copy()),
        "frames": (pd.DataFrame({"a": ["x", "y"]}), pd.DataFrame({"a": ["x", "y"]})),
    }


@pytest.mark.parametrize("name", list(equal_values()))
def test_equal_values_have_one_digest(name: str) -> None:
    one, two = equal_values()[name]
    assert digest_of(one, code_of) == digest_of(two, code_of)


def test_a_value_that_holds_itself_has_a_digest() -> None:
    loop: list[object] = []
    loop.append(loop)
    assert digest_of(loop, code_of)


def test_different_values_have_different_digests() -> None:
    import numpy as np

    values = [1, 1.0, "1", True, None, [1], (1,), {1: 1}, np.arange(3), np.arange(3.0), {1}]
    assert len({digest_of(value, code_of) for value in values}) == len(values)
