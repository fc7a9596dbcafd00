"""Words for what code does: verbs that calls and texts say, and names that say little."""

from __future__ import annotations

import re

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

FIGURES = frozenset({"fig", "figure", "ax", "axs", "axes"})
"""Names that figures have, whatever made them."""

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


def is_vague(name: str) -> bool:
    """Whether a variable's name says little.

    >>> is_vague("x"), is_vague("df2"), is_vague("clean_companies")
    (True, True, False)
    """
    plain = name.lower().strip("_").rstrip("0123456789_")
    return len(plain) < 3 or plain in VAGUE


def words_of(name: str) -> list[str]:
    """The words of a function's name, in small letters.

    >>> words_of("ReadFemPreg"), words_of("make_blobs"), words_of("LinearRegression")
    (['read', 'fem', 'preg'], ['make', 'blobs'], ['linear', 'regression'])
    """
    return [word.lower() for word in re.findall(r"[A-Z]?[^\W\dA-Z_]+|[A-Z]+(?![a-z])|\d+", name)]
