"""What a node does, said as a person would: a verb and a thing."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import PurePath

from ..flow.cells import Statement, effects_of
from ..source.trees import parts_of
from .roles import assigned_literal, looks
from .verbs import CALLS, FIGURES, MAKING, PLAIN_MAKERS, SUMS, WORDS, is_vague, words_of


def describe(statements: Sequence[Statement], makes: Sequence[str]) -> Iterator[str]:
    """Names for a node that runs these statements, the best first; `makes` are its variables."""
    if not statements:
        return
    things = ranked(statements, makes)
    verb, thing = _verb_and_thing(statements, things)
    yield f"{verb} {thing}"
    yield f"{verb} {_rest_of_callee(thing, statements)}"
    if verb in ("load", "save", "download"):
        yield f"{verb} {_path_in(statements) or thing}"
        yield f"get {thing}"
    for other in things:
        if not is_vague(other):
            yield f"{verb} {other}"


def ranked(statements: Sequence[Statement], makes: Sequence[str]) -> list[str]:
    """What a node makes, the most telling first: bound rather than changed, a word, no literal."""
    bound = {name for each in statements for name in each.facts.binds}
    passing = {name for each in statements for name in each.facts.incidental}
    drawn = {
        name
        for each in statements
        for name, kind in each.facts.kinds.items()
        if kind in ("axes", "rng")
    }
    literal = _only_literals(statements)
    return sorted(
        makes,
        key=lambda name: (
            name in passing or name in drawn, name in literal, name.isupper() and len(name) > 1,
            name not in bound, len(name) == 1,
        ),
    )  # fmt: skip


def _only_literals(statements: Sequence[Statement]) -> set[str]:
    """The names that are given literals, and that nothing goes on with."""
    parts = [part for each in statements for part in parts_of(each.node)]
    stored = Counter(
        each.id for each in parts if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    )
    stored.subtract(found[0] for each in parts if (found := assigned_literal(each)))
    changed = {name for each in statements for name in each.facts.changes}
    return {name for name, count in stored.items() if not count} - changed


def _verb_and_thing(statements: Sequence[Statement], things: Sequence[str]) -> tuple[str, str]:
    stored = _stored(statements[-1].node) if len(statements) == 1 else None
    if stored is not None:
        return stored
    working = [each for each in statements if not looks(each)] or statements
    called = frozenset[str]().union(*(_named(each.node) for each in working))
    call, verb = next((each for each in CALLS if each[0] in called), ("", ""))
    if not things:
        return _of_no_value(statements, verb)
    thing = things[0]
    if verb == "train":
        return verb, next(_fitted(statements), thing)
    if verb == "split":
        return verb, "data"
    if verb == "predict":
        said = re.sub(r"(^|_)(predictions?|predicted|predict|pred|hat)(?=_|$)", "", thing)
        return verb, said.strip("_") or thing
    if verb == "load" and is_vague(thing):
        return verb, _path_in(statements) or thing
    if thing in FIGURES or any(each.facts.kinds.get(thing) == "axes" for each in statements):
        return "plot", thing
    if not any(thing in each.facts.binds for each in statements):
        return verb or "update", thing
    value = _main(thing, statements)
    if call == "drop" and thing not in {each.id for each in _names_in(value)}:
        return "select", thing
    return verb or _verb_of_value(value), thing


def _of_no_value(statements: Sequence[Statement], verb: str) -> tuple[str, str]:
    """What is done for its own sake: the function's name says it, or the file that is written."""
    done, thing = _of_a_call(statements[-1].node, verb)
    if done in ("run", "save", "load") and _writes(statements):
        return "save", _written(statements) or "file"
    return done, thing


def _of_a_call(node: ast.stmt, verb: str) -> tuple[str, str]:
    call = next((each for each in parts_of(node) if isinstance(each, ast.Call)), None)
    words = words_of(_callee(call)) if call else []
    done = verb or WORDS.get(words[0] if words else "", "run")
    if done == "seed":
        return done, "random"
    rest = [word for word in words if word != done and WORDS.get(word) != done]
    return done, _path_in_node(node) or " ".join(rest)


def _rest_of_callee(thing: str, statements: Sequence[Statement]) -> str:
    """What the function that a thing comes from is called, where that says something."""
    value = _main(thing, statements)
    name = _callee(value) if isinstance(value, ast.Call) else ""
    if name in SUMS or name in PLAIN_MAKERS or len(name) < 3:
        return thing
    words = words_of(name)
    return " ".join(words[1:] if words and words[0] in {*WORDS, "make", "get"} else words) or thing


def _names_in(value: ast.expr | None) -> list[ast.Name]:
    return [each for each in parts_of(value) if isinstance(each, ast.Name)] if value else []


def _stored(node: ast.stmt) -> tuple[str, str] | None:
    """`df["x"] = …` adds `x`, `df.columns = …` renames columns."""
    if not isinstance(node, ast.Assign) or len(node.targets) != 1:
        return None
    target = node.targets[0]
    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        verb = "rename" if target.attr in ("columns", "name", "names") else "set"
        return verb, f"{target.value.id}_{target.attr}"
    if not isinstance(target, ast.Subscript) or not isinstance(target.slice, ast.Constant):
        return None
    key = target.slice.value
    if not isinstance(key, str) or not re.search(r"[^\W\d]", key):
        return None
    again = any(
        isinstance(each, ast.Constant) and each.value == key for each in parts_of(node.value)
    )
    called = _named(node.value)
    verb = next((verb for call, verb in CALLS if call in called), "update") if again else "add"
    return verb, key


def _main(thing: str, statements: Sequence[Statement]) -> ast.expr | None:
    """What a thing was made of last."""
    for each in reversed(statements):
        if thing in each.facts.binds:
            value = getattr(each.node, "value", None)
            if isinstance(value, ast.expr):
                return value
    return None


def _verb_of_value(value: ast.expr | None) -> str:
    if isinstance(value, ast.Tuple) and value.elts:
        value = value.elts[0]
    if isinstance(value, (ast.BinOp, ast.UnaryOp, ast.Compare)):
        return "compute"
    if isinstance(value, (ast.Attribute, ast.Subscript)):
        return "select"
    if not isinstance(value, ast.Call):
        return "make"
    name = _callee(value)
    if name in SUMS:
        return "compute"
    if name in ("copy", "reset_index") and isinstance(value.func, ast.Attribute):
        return _verb_of_value(value.func.value)
    words = words_of(name) or [""]
    verb = WORDS.get(words[0], "make")
    misleads = verb in ("plot", "draw") or (name[:1].isupper() and verb not in MAKING)
    return "make" if misleads else verb


def _fitted(statements: Sequence[Statement]) -> Iterator[str]:
    """The names of models that are fitted, the last first."""
    for each in reversed(statements):
        for node in parts_of(each.node):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("fit", "partial_fit")
                and isinstance(node.func.value, ast.Name)
            ):
                yield node.func.value.id


@lru_cache(maxsize=4096)
def _named(node: ast.AST) -> frozenset[str]:
    return frozenset(map(_name_asked, parts_of(node))) - {""}


def _name_asked(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return "" if _is_text_or_path(node.value) else node.attr
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id
    return ""


def _is_text_or_path(node: ast.expr) -> bool:
    """Whether what is asked for a part is a text in the code, or `os.path`: their `join` joins no data."""
    text = isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return text or (isinstance(node, ast.Attribute) and node.attr == "path")


def _callee(call: ast.Call) -> str:
    function = call.func
    return getattr(function, "attr", "") or getattr(function, "id", "")


def _writes(statements: Sequence[Statement]) -> bool:
    return any(effect.kind == "writes" for effect in effects_of(statements))


def _written(statements: Sequence[Statement]) -> str:
    paths = (
        effect.path for effect in effects_of(statements) if effect.kind == "writes" and effect.path
    )
    path = next(paths, None)
    return PurePath(path).stem if path else _path_in(statements)


def _path_in(statements: Sequence[Statement]) -> str:
    return next(filter(None, (_path_in_node(each.node) for each in statements)), "")


def _path_in_node(node: ast.AST) -> str:
    """The stem of the first literal that looks like a file's path."""
    for each in parts_of(node):
        text = each.value if isinstance(each, ast.Constant) else None
        if isinstance(text, str) and PATH.fullmatch(text):
            return PurePath(text).stem
    return ""


PATH = re.compile(r"[^\s*?{}]*[^\W_][\w .-]*\.[a-z]\w{1,6}")
"""A text that looks like a file's path."""
