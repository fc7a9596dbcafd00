"""What cells do, said as a person would: a verb and a thing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import PurePath

from .cells import Statement
from .trees import parts_of

CALLS: tuple[tuple[str, str], ...] = (
    ("train_test_split", "split"),
    ("fit", "train"),
    ("partial_fit", "train"),
    ("fit_transform", "transform"),
    ("fit_predict", "predict"),
    ("predict", "predict"),
    ("predict_proba", "predict"),
    ("cross_val_score", "evaluate"),
    ("cross_validate", "evaluate"),
    ("classification_report", "evaluate"),
    ("confusion_matrix", "evaluate"),
    ("accuracy_score", "evaluate"),
    ("merge", "join"),
    ("join", "join"),
    ("concat", "combine"),
    ("vstack", "combine"),
    ("hstack", "combine"),
    ("concatenate", "combine"),
    ("value_counts", "count"),
    ("crosstab", "count"),
    ("groupby", "summarise"),
    ("pivot_table", "summarise"),
    ("agg", "summarise"),
    ("resample", "summarise"),
    ("melt", "reshape"),
    ("pivot", "reshape"),
    ("stack", "reshape"),
    ("unstack", "reshape"),
    ("reshape", "reshape"),
    ("get_dummies", "encode"),
    ("transform", "transform"),
    ("dropna", "clean"),
    ("fillna", "clean"),
    ("drop_duplicates", "clean"),
    ("drop", "clean"),
    ("replace", "clean"),
    ("rename", "rename"),
    ("astype", "convert"),
    ("to_datetime", "convert"),
    ("to_numeric", "convert"),
    ("savefig", "plot"),
    ("to_csv", "save"),
    ("to_excel", "save"),
    ("dump", "save"),
    ("read_csv", "load"),
    ("open", "load"),
    ("load", "load"),
    ("subplots", "plot"),
    ("plot", "plot"),
    ("sort_values", "sort"),
    ("sort_index", "sort"),
    ("argsort", "sort"),
    ("sort", "sort"),
    ("query", "select"),
    ("loc", "select"),
)
"""What a cell does, by the call that says it best: the first that occurs in it."""

WORDS = {
    "read": "load", "load": "load", "fetch": "load", "download": "download", "urlretrieve": "download",
    "compute": "compute", "calc": "compute", "calculate": "compute", "generate": "generate",
    "simulate": "simulate", "estimate": "estimate", "measure": "measure", "score": "evaluate",
    "evaluate": "evaluate", "create": "create", "build": "build", "extract": "extract",
    "parse": "parse", "convert": "convert", "clean": "clean", "normalize": "normalize",
    "standardize": "standardize", "scale": "scale", "filter": "filter", "select": "select",
    "find": "find", "findall": "find", "search": "find", "count": "count", "sample": "sample",
    "shuffle": "shuffle", "sort": "sort", "split": "split", "merge": "join", "combine": "combine",
    "encode": "encode", "tokenize": "tokenize", "solve": "solve", "odeint": "solve",
    "minimize": "minimize", "optimize": "optimize", "train": "train", "predict": "predict",
    "transform": "transform", "impute": "impute", "plot": "plot", "draw": "draw", "hist": "plot",
    "scatter": "plot", "imshow": "plot", "bar": "plot", "save": "save", "write": "save",
    "send": "send", "submit": "submit", "update": "update", "seed": "seed", "add": "add", "remove": "remove",
}  # fmt: skip
"""What the first word of a function's name says that it does."""

MAKING = frozenset({"load", "create", "build", "compute", "generate", "simulate"})
"""Verbs that `ReadSurvey` may say; `ShuffleSplit` and `CountVectorizer` are classes."""

SUMS = frozenset(
    "mean std var sum median corr cov dot percentile quantile cumsum diff prod exp log sqrt norm "
    "matmul corrcoef".split()
)
"""Functions and methods that compute numbers of numbers."""

PLAIN_MAKERS = frozenset(
    "array DataFrame Series list dict set tuple arange linspace zeros ones empty full range "
    "sorted len apply map".split()
)
"""Functions whose names say nothing of what comes from them."""

VAGUE = frozenset(
    "data df dfs frame res result results ret out output tmp temp test train val value values obj "
    "item items arr array series index idx row rows col cols fig figs axs axes".split()
)
"""Names of variables that say little of what they hold."""


VERBS = frozenset(
    "add adjust aggregate align analyse analyze append apply assemble assess assign attach average "
    "balance bin boost bootstrap build calculate categorize center change check choose classify "
    "clean collect combine compare compile compute concat concatenate configure confirm connect "
    "construct convert correct correlate count create crop declare decode decompose decorate "
    "define delete derive describe detect determine discretize display divide download draw drop "
    "embed encode engineer enrich estimate evaluate examine exclude expand explode explore export "
    "extract fetch fill filter find fit fix flatten forecast format generate get give handle "
    "identify illustrate illustrates implement import impute include initialise initialize insert "
    "inspect install instantiate integrate interpolate invert investigate iterate join keep learn "
    "limit load look loop make match measure melt merge minimise minimize modify multiply "
    "normalise normalize obtain open optimise optimize parse perform permute pick pivot plot "
    "predict prepare preprocess print process pull put query random_search rank read rebuild recode "
    "reduce regress remove rename reorder repeat replace report resample rescale reset reshape "
    "resize restrict retrieve rotate round run save scale scrape search segment select send "
    "separate set show shuffle simulate simplify slice smooth solve sort specify split stack "
    "standardise standardize start store strip submit subset subtract sum summarise summarize "
    "swap switch take tokenize train transform translate transpose trim triangulate try tune turn "
    "update validate vectorise vectorize verify visualise visualize walk wrap write".split()
)
"""Words that a comment or heading begins with where it says what to do."""

ACTIONS = re.compile(
    r"(?<![^_])[^\W_]{4,}(ation|ing)(?![^_])|extraction|selection|reduction|detection|prediction|"
    r"regression|analysis"
)
"""Nouns that are something done, such as `feature_extraction`."""


def imperative(word: str) -> str:
    """A verb as it stands in a function's name; any other word as it is.

    >>> imperative("loading"), imperative("splitting"), imperative("computes"), imperative("data")
    ('load', 'split', 'compute', 'data')
    """
    stem = word[:-3] if word.endswith("ing") else word.removesuffix("s")
    if word in VERBS or stem == word:
        return word
    doubled = stem[:-1] if stem[-1:] == stem[-2:-1] else stem
    return next((each for each in (stem, f"{stem}e", doubled) if each in VERBS), word)


def begins_with_verb(name: str) -> bool:
    """Whether a name of several words says what to do.

    >>> begins_with_verb("load_data"), begins_with_verb("half_moons"), begins_with_verb("load")
    (True, False, False)
    """
    verb, _, thing = name.partition("_")
    return bool(thing) and verb in VERBS


def acts(name: str) -> bool:
    """Whether a name of several words has a noun in it that is something done."""
    return "_" in name and ACTIONS.search(name) is not None


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
    """What a node makes, the most telling first: bound rather than changed, a word, no constant."""
    bound = {name for each in statements for name in each.facts.binds}
    passing = {name for each in statements for name in each.facts.incidental}
    drawn = {
        name
        for each in statements
        for name, kind in each.facts.kinds.items()
        if kind in ("axes", "rng")
    }
    return sorted(
        makes,
        key=lambda name: (
            name in passing or name in drawn, name.isupper() and len(name) > 1,
            name not in bound, len(name) == 1,
        ),
    )  # fmt: skip


def is_vague(name: str) -> bool:
    """Whether a variable's name says little.

    >>> is_vague("x"), is_vague("df2"), is_vague("clean_companies")
    (True, True, False)
    """
    plain = name.lower().strip("_").rstrip("0123456789_")
    return len(plain) < 3 or plain in VAGUE


def _verb_and_thing(statements: Sequence[Statement], things: Sequence[str]) -> tuple[str, str]:
    stored = _stored(statements[-1].node) if len(statements) == 1 else None
    if stored is not None:
        return stored
    called = frozenset[str]().union(*(_named(each.node) for each in statements))
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
    if any(kind == "axes" for each in statements if (kind := each.facts.kinds.get(thing))):
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
    words = _words(_callee(call)) if call else []
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
    words = _words(name)
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
    words = _words(name) or [""]
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
        return node.attr
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id
    return ""


def _callee(call: ast.Call) -> str:
    function = call.func
    return getattr(function, "attr", "") or getattr(function, "id", "")


def _words(name: str) -> list[str]:
    """The words of a function's name, in small letters.

    >>> _words("ReadFemPreg"), _words("make_blobs"), _words("LinearRegression")
    (['read', 'fem', 'preg'], ['make', 'blobs'], ['linear', 'regression'])
    """
    return [word.lower() for word in re.findall(r"[A-Z]?[^\W\dA-Z_]+|[A-Z]+(?![a-z])|\d+", name)]


def _writes(statements: Sequence[Statement]) -> bool:
    return any(effect.kind == "writes" for each in statements for effect in each.facts.effects)


def _written(statements: Sequence[Statement]) -> str:
    paths = (
        effect.path
        for each in statements
        for effect in each.facts.effects
        if effect.kind == "writes" and effect.path
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
