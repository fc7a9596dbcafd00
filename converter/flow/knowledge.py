"""What well-known functions and methods do to the values they meet.

The analysis asks these tables and nothing else: to teach it a library, add a row.
"""

from __future__ import annotations

from .known_effects import OPENING

# ---------------------------------------------------------------- changes in place

CHANGING_METHODS = frozenset(
    # lists, dicts, sets, deques, arrays
    "append extend insert remove pop clear sort reverse update setdefault popitem add discard "
    "difference_update intersection_update symmetric_difference_update appendleft popleft "
    "extendleft rotate subtract fill resize itemset put partition setflags move_to_end "
    # estimators and networks
    "fit partial_fit fit_transform fit_predict fit_resample set_params compile train_on_batch "
    "load_weights set_weights load_state_dict zero_grad step backward train eval add_module "
    "register_buffer fit_generator build_vocab add_pipe set_config set_output fit_on_texts fit_on_sequences "
    "adapt fit_one_cycle fine_tune freeze unfreeze load_model optimize enqueue_trial add_tokens "
    # graphs, documents, workbooks, records
    "add_node add_edge add_nodes_from add_edges_from add_weighted_edges_from remove_node "
    "remove_edge remove_nodes_from remove_edges_from add_argument add_heading add_paragraph "
    "create_sheet add_sheet addHandler removeHandler setLevel setFormatter "
    "decompose unwrap replace_with insert_before insert_after set_attr read_string read_dict read_file "
    # files, cursors, connections, queues
    "write writelines read readline readlines seek truncate close execute executemany "
    "executescript commit fetchone fetchall fetchmany put_nowait get_nowait send throw "
    # images
    "putpixel putdata paste thumbnail rectangle rounded_rectangle ellipse polygon arc chord pieslice "
    # figures
    "add_subplot add_axes add_patch add_line add_collection add_artist add_gridspec savefig "
    "tight_layout suptitle subplots_adjust autofmt_xdate legend annotate axhline axvline "
    "set_xlabel set_ylabel set_title set_xlim set_ylim set_xticks set_yticks set_xticklabels "
    "set_yticklabels set_facecolor set_size_inches set_aspect colorbar update_layout "
    "update_traces update_xaxes update_yaxes add_trace add_hline add_vline add_layer".split()
)
"""Methods that change what they are called on, whatever it is, unless its kind says otherwise."""

CHANGING_METHODS_OF_KIND: dict[str, frozenset[str]] = {
    "frame": frozenset({"insert", "pop", "update"}),
    "series": frozenset({"insert", "pop", "update"}),  # a part of a frame may be one itself
    "index": frozenset(),
    "plain": frozenset(),
    "library": frozenset(),
    "array": frozenset({"fill", "sort", "resize", "put", "partition", "itemset", "setflags"}),
}
"""Where the kind is known, only these methods change it."""

ALSO_CHANGING: dict[str, frozenset[str]] = {"tree": frozenset({"set"})}
"""Methods that change things of a kind alone, beside those that change whatever it is."""

TAKEN_UP = frozenset({"builtins.iter", "builtins.zip", "builtins.enumerate", "builtins.reversed"})
"""Calls whose iterators can be pickled with how far they are, where what they go over can be."""

GOING_OVER = frozenset(
    f"builtins.{name}"
    for name in "list tuple set dict sum min max sorted any all enumerate zip iter next map filter".split()
)
"""Functions that go over what they are given, now or step by step."""

ALWAYS_CHANGING = frozenset(
    {"generator", "iterator", "cursor", "rng", "axes", "file", "thread", "stateful"}
)
"""Kinds on which every method call counts as a change."""

SHALLOW_METHODS = frozenset(
    "append extend insert remove pop clear sort reverse update setdefault popitem add "
    "discard difference_update intersection_update symmetric_difference_update appendleft "
    "popleft extendleft rotate subtract fill resize itemset put partition move_to_end".split()
)
"""Methods that change a container but nothing that it holds."""

CONTAINERS = frozenset({"list", "tuple", "set", "dict"})
"""Kinds that go on holding their members where an operator joins them."""

OF_CONTAINERS = frozenset({"builtins.list", "builtins.set", "builtins.dict"})
"""Classes whose methods may be called as functions: `list.sort(rows)`."""

TRAINING_DATA = frozenset({"frame", "series", "index", "array", "tree"})
"""Kinds that an estimator reads and keeps as they are."""

PLAIN_ATTRIBUTES = frozenset(
    "shape size ndim dtype nbytes itemsize strides flags nnz fill_value name names device __name__ __qualname__ __module__ __doc__ "
    "best_score_ best_index_ best_iteration best_iteration_ oob_score_ inertia_ n_iter_ "
    "n_clusters_ n_features_in_".split()
)
"""Attributes that are numbers or texts, whatever they belong to."""

RETURNING_SELF = frozenset(
    {"fit", "set_params", "set_output", "partial_fit", "train", "eval", "to", "cuda", "cpu"}
)
"""Methods whose value is the object that they were called on."""

RETURNING_PARTS = frozenset(
    "get setdefault items values keys parameters named_parameters modules children "
    "add_subplot add_axes gca twinx twiny cursor ravel flat reshape view transpose "
    "squeeze swapaxes diagonal detach numpy state_dict __getitem__ get_figure get_axes "
    "subplots add_run".split()
)
"""Methods whose value is a part of, or a view on, the object that they were called on."""

PARTS_OF_DOCUMENT = frozenset(
    "find find_all findall iter iterfind getroot select select_one xpath find_next find_parent".split()
)
"""Methods of XML and HTML documents whose value is a part, or parts, of it."""

CHANGED_UNCOPIED = frozenset(
    "networkx.relabel_nodes networkx.convert_node_labels_to_integers numpy.nan_to_num "
    "sklearn.preprocessing.scale sklearn.preprocessing.normalize sklearn.preprocessing.minmax_scale "
    "sklearn.preprocessing.binarize sklearn.preprocessing.maxabs_scale".split()
)
"""Library functions that change their first argument where they are told `copy=False`."""

CHANGED_ARGUMENTS: dict[str, tuple[int, ...]] = {
    "random.shuffle": (0,),
    "numpy.random.shuffle": (0,),
    "heapq.heappush": (0,),
    "heapq.heappop": (0,),
    "heapq.heapify": (0,),
    "heapq.heapreplace": (0,),
    "heapq.heappushpop": (0,),
    "bisect.insort": (0,),
    "bisect.insort_left": (0,),
    "bisect.insort_right": (0,),
    **{f"numpy.{name}.at": (0,) for name in ("add", "subtract", "multiply", "maximum", "minimum")},
    **{
        f"numpy.{name}": (1,)
        for name in "abs absolute negative sqrt square exp log sin cos".split()
    },
    **{
        f"numpy.{name}": (2,)
        for name in (
            "add subtract multiply divide true_divide floor_divide mod power maximum minimum dot matmul".split()
        )
    },
    "xml.etree.ElementTree.SubElement": (0,),
    "contextlib.redirect_stdout": (0,),
    "contextlib.redirect_stderr": (0,),
    "networkx.set_node_attributes": (0,),
    "networkx.set_edge_attributes": (0,),
    "networkx.add_path": (0,),
    "networkx.add_cycle": (0,),
    "networkx.add_star": (0,),
    "numpy.fill_diagonal": (0,),
    "numpy.copyto": (0,),
    "numpy.put": (0,),
    "numpy.place": (0,),
    "numpy.putmask": (0,),
    "builtins.setattr": (0,),
    "builtins.delattr": (0,),
    "builtins.next": (0,),
    "operator.setitem": (0,),
    "operator.delitem": (0,),
    **{f"operator.i{name}": (0,) for name in ("add", "concat", "or", "and", "sub", "xor", "mul")},
    "json.dump": (1,),
    "pickle.dump": (1,),
    "pickle.load": (0,),
}
"""Library functions that change an argument, by its position."""

# ---------------------------------------------------------------- what calls return

PATTERN_METHODS: dict[str, tuple[str, str]] = {
    "finditer": ("iterator", "unpicklable"),
    **dict.fromkeys(("match", "search", "fullmatch"), ("unpicklable", "")),
    "findall": ("list", ""),
    "split": ("list", "plain"),
    "sub": ("plain", ""),
}
"""What methods of `re.compile(…)`, and functions of `re`, give, and what each part of that is."""

KIND_OF_CALL: dict[str, str] = {
    "pandas.DataFrame": "frame",
    "pandas.Series": "series",
    "pandas.concat": "frame",
    "pandas.merge": "frame",
    "pandas.get_dummies": "frame",
    "pandas.pivot_table": "frame",
    "pandas.crosstab": "frame",
    "pandas.melt": "frame",
    "pandas.json_normalize": "frame",
    "yfinance.download": "frame",
    "pandas_datareader.DataReader": "frame",
    "pandas_datareader.data.DataReader": "frame",
    "pandas.to_datetime": "series",
    "pandas.to_numeric": "series",
    "pandas.date_range": "index",
    "pandas.cut": "series",
    "pandas.qcut": "series",
    "seaborn.load_dataset": "frame",
    "builtins.list": "list",
    "builtins.sorted": "list",
    "builtins.dict": "dict",
    "collections.defaultdict": "dict",
    "collections.Counter": "dict",
    "collections.OrderedDict": "dict",
    "collections.deque": "list",
    "builtins.set": "set",
    **dict.fromkeys(OPENING, "file"),
    "tarfile.open": "file",
    "urllib.request.urlopen": "file",
    "builtins.iter": "iterator",
    "builtins.zip": "iterator",
    "builtins.map": "iterator",
    "builtins.filter": "iterator",
    "builtins.enumerate": "iterator",
    "builtins.reversed": "iterator",
    "re.compile": "pattern",
    **dict.fromkeys(
        "json.load json.loads tomllib.load tomllib.loads toml.load toml.loads yaml.load yaml.safe_load "
        "yaml.full_load".split(),
        "tree",
    ),
    **dict.fromkeys(
        "bs4.BeautifulSoup lxml.etree.parse lxml.etree.fromstring lxml.html.parse lxml.html.fromstring "
        "xml.dom.minidom.parse xml.dom.minidom.parseString".split(),
        "tree",
    ),
    **{
        f"xml.etree.ElementTree.{name}": "tree"
        for name in "parse fromstring XML Element SubElement ElementTree".split()
    },
    **{f"re.{name}": kind for name, (kind, _) in PATTERN_METHODS.items()},
    "csv.reader": "iterator",
    "csv.writer": "file",
    "threading.Thread": "thread",
    "threading.Timer": "thread",
    "multiprocessing.Process": "thread",
    "concurrent.futures.ThreadPoolExecutor": "thread",
    "concurrent.futures.ProcessPoolExecutor": "thread",
    "csv.DictReader": "iterator",
    "csv.DictWriter": "file",
    "sqlite3.connect": "file",
    "itertools.count": "iterator",
    "itertools.cycle": "iterator",
    "itertools.chain": "iterator",
    "itertools.islice": "iterator",
    "numpy.nditer": "iterator",
    "numpy.ndenumerate": "iterator",
    "sklearn.pipeline.make_pipeline": "estimator",
    "sklearn.pipeline.make_union": "estimator",
    "numpy.random.default_rng": "rng",
    "numpy.random.RandomState": "rng",
    "numpy.random.Generator": "rng",
    "sklearn.utils.check_random_state": "rng",
    "random.Random": "rng",
    "torch.Generator": "rng",
    "torch.utils.data.DataLoader": "loader",
    "matplotlib.pyplot.subplots": "axes",
    "matplotlib.pyplot.figure": "axes",
    "matplotlib.pyplot.axes": "axes",
    "matplotlib.pyplot.subplot": "axes",
    "matplotlib.pyplot.gca": "axes",
    "matplotlib.pyplot.gcf": "axes",
    "threading.Lock": "thread",
    "requests.Session": "file",
    **dict.fromkeys(
        (
            f"scipy.stats.{name}"
            for name in (
                "norm uniform expon gamma beta poisson binom geom t f chi2 lognorm pareto bernoulli "
                "multivariate_normal weibull_min cauchy laplace logistic randint nbinom".split()
            )
        ),
        "distribution",
    ),
}
KIND_OF_CALL |= dict.fromkeys(
    (f"seaborn.{name}" for name in (
        "histplot distplot kdeplot rugplot ecdfplot boxplot boxenplot violinplot stripplot swarmplot "
        "barplot countplot pointplot scatterplot lineplot regplot residplot heatmap clustermap "
        "catplot displot relplot lmplot jointplot pairplot FacetGrid PairGrid JointGrid"
    ).split()),
    "axes",
)  # fmt: skip
KIND_OF_CALL |= dict.fromkeys(
    (f"builtins.{name}" for name in (
        ["len", "sum", "min", "max", "abs", "round", "int", "float", "str", "bool", "bytes", "repr", "type", "id", "hash", "isinstance", "issubclass", "range", "ord", "chr", "format", "divmod", "pow", "any", "all", "complex", "tuple", "frozenset", "callable", "hasattr"]
    )),
    "plain",
)  # fmt: skip
KIND_OF_CALL["builtins.tuple"] = KIND_OF_CALL["builtins.frozenset"] = "tuple"
KIND_OF_CALL["builtins.min"] = KIND_OF_CALL["builtins.max"] = ""

KIND_OF_PREFIX: tuple[tuple[str, str], ...] = (
    ("pandas.read_", "frame"),
    ("pandas_datareader.data.get_", "frame"),
    ("pandas_datareader.get_", "frame"),
    ("statsmodels.api.datasets.", "record"),
    ("statsmodels.datasets.", "record"),
    ("numpy.random.", "array"),
    ("numpy.linalg.", "array"),
    ("numpy.", "array"),
    ("math.", "plain"),
    ("os.path.", "plain"),
    ("time.", "plain"),
)
"""What a call makes, by the start of its dotted name, where KIND_OF_CALL has no row."""

PLAIN_CALLERS = frozenset("builtins functools itertools pandas numpy math operator random".split())
"""Libraries that call a function they are given, and do nothing else with it."""

ESTIMATOR_LIBRARIES = frozenset(
    "sklearn mlxtend xgboost lightgbm catboost imblearn keras tensorflow torch skorch statsmodels "
    "prophet fbprophet pmdarima lifelines hmmlearn umap hdbscan surprise category_encoders".split()
)
"""Libraries whose classes are estimators: what is not theirs may fit one that it is given."""

READING_TEXT = frozenset({"builtins.eval", "builtins.exec", "pandas.eval", "numexpr.evaluate"})
"""Functions that are given code which reads the notebook's variables."""

ENTERING = frozenset({"sympy.var"})
"""Functions that give the notebook names, which stand in a text."""

READING_FORMULAS = frozenset({"statsmodels", "patsy", "formulaic", "linearmodels"})
"""Libraries that are given formulas, in which functions of the notebook may stand."""

FEEDING: tuple[str, ...] = (
    "torch.utils.",
    "tensorflow.data.",
    "xgboost.DMatrix",
    "lightgbm.Dataset",
    "catboost.Pool",
)
"""Classes of those libraries whose instances are data for estimators."""

EXPLAINING: tuple[str, ...] = (
    "copy.",
    "tqdm.",
    "mlxtend.plotting.plot_decision_regions",
    "mlxtend.plotting.plot_confusion_matrix",
    "mlxtend.evaluate.create_counterfactual",
    "scikitplot.",
    "shap.",
    "eli5.",
    "lime.",
    "pdpbox.",
    "dtreeviz.",
    "graphviz.",
    "joblib.dump",
    "pickle.",
    "cloudpickle.",
    "dill.",
    "json.",
    "skops.io.",
    "onnxmltools.",
    "skl2onnx.",
)
"""Functions that copy or save an estimator, ask it for predictions or look into it, and do not fit
it."""

VIEWS_OF_ARGUMENT = frozenset(
    f"numpy.{name}"
    for name in (
        "asarray asanyarray ravel reshape transpose squeeze atleast_1d atleast_2d "
        "atleast_3d expand_dims swapaxes moveaxis broadcast_to diagonal array_split split "
        "hsplit vsplit".split()
    )
) | {"builtins.vars", "torch.from_numpy", "torch.as_tensor"}
"""Functions whose value shares memory with their first argument."""

COPYING_CALLS = frozenset({"copy.deepcopy", "sklearn.base.clone"})
"""Functions whose value is as their argument is, and shares nothing with it."""

PICKING_CALLS = frozenset(
    "builtins.next builtins.min builtins.max builtins.getattr random.choice".split()
)
"""Functions whose value is one of what their argument holds."""

HOLDING_CALLS = frozenset(
    "builtins.list builtins.dict builtins.tuple builtins.set builtins.zip "
    "builtins.enumerate builtins.iter numpy.nditer numpy.ndenumerate builtins.map builtins.filter builtins.reversed "
    "builtins.sorted "
    "collections.deque collections.OrderedDict collections.defaultdict copy.copy "
    "itertools.chain itertools.cycle itertools.islice functools.partial dataclasses.replace "
    "sklearn.pipeline.make_pipeline sklearn.pipeline.make_union".split()
)
"""Functions whose value holds their arguments."""

CLONING_CLASSES = frozenset(
    "GridSearchCV RandomizedSearchCV HalvingGridSearchCV BaggingClassifier "
    "BaggingRegressor AdaBoostClassifier AdaBoostRegressor OneVsRestClassifier "
    "OneVsOneClassifier MultiOutputRegressor MultiOutputClassifier VotingClassifier "
    "VotingRegressor RFE RFECV StackingClassifier StackingRegressor "
    "CalibratedClassifierCV DataFrame Series Index Timestamp Timedelta DateOffset Counter "
    "Path PurePath Fraction Decimal DatetimeIndex MultiIndex Categorical "
    "ColumnTransformer Learner".split()
)
"""Classes whose instances keep copies of what they are given, or nothing of it."""

CURSOR_METHODS = frozenset("cursor execute executemany executescript".split())
"""Methods of connections and cursors that give a cursor."""

COMMITTING_METHODS = frozenset({"commit", "executescript"})
"""Methods of connections that write what is behind them."""

FRAME_METHODS_TO_OTHER: dict[str, str] = {
    "to_numpy": "array",
    "to_dict": "dict",
    "tolist": "list",
    "to_list": "list",
    "unique": "array",
    "plot": "axes",
    "hist": "axes",
    "boxplot": "axes",
    **dict.fromkeys(
        "sum mean min max std var sem median prod count nunique any all idxmax idxmin quantile skew "
        "kurt item size corr cov autocorr first_valid_index last_valid_index".split(),
        "",  # a series, or a number that has no `copy`
    ),
    **dict.fromkeys("groupby resample rolling expanding ewm".split(), ""),
    **dict.fromkeys("items iterrows itertuples".split(), "iterator"),
    **dict.fromkeys("to_csv to_json to_string to_html to_markdown to_latex".split(), "plain"),
}
"""What methods of frames and series give that is neither."""

FRAME_ATTRIBUTES = {
    "values": "array",
    "columns": "index",
    "index": "index",
    "shape": "plain",
    "plot": "plotter",
    "loc": "frame",
    "iloc": "frame",
}

TELLING_ATTRIBUTES = {name: FRAME_ATTRIBUTES[name] for name in ("loc", "iloc")}
"""Attributes that say what their owner is, though nobody knows it: only tables have them."""

# ---------------------------------------------------------------- libraries

MAKING_CLASSES = frozenset(
    "collections.namedtuple typing.NamedTuple typing.TypedDict dataclasses.make_dataclass enum.Enum "
    "enum.IntEnum enum.Flag".split()
)
"""Calls that make a class, as a `class` statement does."""

MAKING_TYPES = frozenset({"typing.TypeVar", "typing.NewType"})
"""Calls that make what annotations are made of: it is to be the same for all that use it."""

TOOLS: dict[str, str] = {
    "logging.getLogger": "logging.Logger",
    "structlog.get_logger": "structlog.Logger",
    "rich.console.Console": "rich.console.Console",
    "pprint.PrettyPrinter": "pprint.Printer",
}
"""Calls whose result is no data but a means of saying something, and what it is from then on: a
name for it stands at module level, like an import."""

LOADING_LITTLE = frozenset(
    "matplotlib sklearn PIL xml concurrent importlib email logging urllib statsmodels nltk".split()
)
"""Packages whose modules are there only once somebody has imported them."""

ACTING_IMPORTS = {
    "enable_iterative_imputer": "IterativeImputer",
    "enable_halving_search_cv": "Halving",
    "enable_hist_gradient_boosting": "HistGradientBoosting",
    "hvplot": ".hvplot",
    "swifter": ".swifter",
    "cufflinks": ".iplot",
    "pandas_bokeh": ".plot_bokeh",
    "pint_pandas": "pint",
}
"""Names that are imported for what that does, and by which words code uses it."""

LOOKING_LIBRARIES = frozenset(
    "builtins matplotlib seaborn plotly IPython pandas numpy sklearn scipy statsmodels "
    "bokeh altair pprint math time datetime sys os platform pylab tabulate wordcloud "
    "folium networkx sympy missingno mpl_toolkits warnings collections itertools string "
    "re json textwrap inspect timeit dis random statistics xgboost lightgbm yellowbrick "
    "ipywidgets gc cProfile profile tracemalloc typing typing_extensions dataclasses enum functools "
    "operator fractions decimal copy abc types hashlib struct".split()
)
"""Libraries whose calls, alone on a line, only show something unless a table here says otherwise."""
