"""Names that calls give to the notebook, though no statement binds them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..source.trees import names_of_script
from .effects import script_run
from .knowledge import ENTERING
from .paths import literal
from .walk import Walk


def enter_names(walk: Walk, node: ast.Call, path: str) -> None:
    """Bind what a call of a library enters: `sympy.var("a b")`, `%run` of a script that is known."""
    if path in ENTERING:
        names = [*_named(walk, node)]
    elif script := script_run(walk, node, path):
        names = names_of_script(script)
    else:
        return
    for name in names:
        if name.isidentifier():
            walk.bind(name, walk.fresh())
            walk.facts.entered.add(name)


def _named(walk: Walk, node: ast.Call) -> Iterator[str]:
    """The names in the text, or the list of texts, that a call is given."""
    given = node.args[0] if node.args else ast.Constant(None)
    parts = given.elts if isinstance(given, (ast.List, ast.Tuple, ast.Set)) else [given]
    for text in [literal(each, walk.constants) for each in parts]:
        yield from re.split(r"[\s,]+", text) if isinstance(text, str) else ()
