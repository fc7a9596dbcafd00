"""What well-known functions and methods do beside their value: tables, as those of `knowledge`."""

from __future__ import annotations

import re

# ---------------------------------------------------------------- random numbers

RANDOM_SEEDS = {
    "numpy.random.seed": "numpy",
    "numpy.random.set_state": "numpy",
    "random.seed": "random",
    "random.setstate": "random",
    "torch.manual_seed": "torch",
}
"""Functions that set a global random generator, and which."""

NOT_RANDOM = frozenset(
    "numpy.random.default_rng numpy.random.RandomState numpy.random.Generator "
    "random.Random numpy.random.SeedSequence "
    "numpy.random.PCG64".split()
)

RANDOM_PREFIXES: tuple[tuple[str, str], ...] = (
    ("numpy.random.", "numpy"),
    ("random.", "random"),
    ("torch.rand", "torch"),
    ("torch.nn.", "torch"),
    ("torch.utils.data.random_split", "torch"),
    ("scipy.stats.", "numpy"),
    ("sklearn.", "numpy"),
    ("imblearn.", "numpy"),
    ("seaborn.", "numpy"),
    ("statsmodels.", "numpy"),
)
"""Libraries whose functions draw from a global random generator, and from which."""

STEADY_PREFIXES = tuple(
    "sklearn.metrics. sklearn.preprocessing. sklearn.pipeline. sklearn.compose. sklearn.datasets.load_ "
    "sklearn.datasets.fetch_ seaborn.set seaborn.load_dataset seaborn.despine seaborn.color_palette "
    "seaborn.histplot seaborn.distplot seaborn.kdeplot seaborn.heatmap seaborn.boxplot seaborn.countplot "
    "seaborn.scatterplot seaborn.violinplot".split()
)
"""Parts of them that never draw."""

ESTIMATING = frozenset({"sklearn", "imblearn", "statsmodels"})
"""Those whose classes draw nothing when one is made."""

DRAWING_STATISTICS = re.compile(r"rvs$|bootstrap|permutation|monte_carlo|goodness_of_fit|resample")
"""Functions of `scipy.stats` that draw: the others work out tests and distributions."""

SURELY_RANDOM = ("numpy.random.", "random.")
"""Modules whose functions draw for certain."""

UNSET_MEMORY = frozenset("numpy.empty numpy.empty_like torch.empty torch.empty_like".split())
"""Functions that hand out memory with whatever it held before."""

RANDOM_METHODS = dict.fromkeys(
    "sample rvs shuffle fit fit_transform fit_predict fit_resample bootstrap split score "
    "cross_validate resample pmf_random choice random_sample".split(),
    "numpy",
)
"""Methods that may draw from a global random generator."""

SURELY_RANDOM_METHODS = frozenset({"rvs"})
"""Those that draw for certain, as scipy's distributions do."""

# ---------------------------------------------------------------- settings

CHOOSING_BACKEND = frozenset({"matplotlib.use", "matplotlib.pyplot.switch_backend"})
"""How matplotlib is told what draws its figures."""

WINDOWLESS = frozenset("agg cairo pdf pgf ps svg template".split())
"""The backends of matplotlib that draw into files alone."""

CONFIGURING: tuple[str, ...] = (
    "pandas.set_option",
    "pandas.reset_option",
    "pandas.options.",
    "pandas.plotting.register_matplotlib_converters",
    "numpy.set_printoptions",
    "numpy.seterr",
    "matplotlib.use",
    "matplotlib.rc",
    "matplotlib.style.",
    "matplotlib.pyplot.style.",
    "matplotlib.pyplot.rc",
    "matplotlib.pyplot.ion",
    "matplotlib.pyplot.ioff",
    "matplotlib_inline.",
    "seaborn.set",
    "seaborn.despine",
    "warnings.filterwarnings",
    "warnings.simplefilter",
    "warnings.warn",
    "logging.basicConfig",
    "logging.Logger.setLevel",
    "pprint.PrettyPrinter",
    "logging.disable",
    "os.environ.",
    "os.putenv",
    "runpy.",
    "sys.path.",
    "sys.setrecursionlimit",
    "locale.setlocale",
    "torch.set_",
    "torch.backends.",
    "tensorflow.get_logger",
    "sklearn.set_config",
    "tqdm.pandas",
    "tqdm.tqdm.pandas",
    "tqdm.auto.tqdm.pandas",
    "tqdm.notebook.tqdm.pandas",
    "decimal.getcontext",
    "decimal.setcontext",
    "polars.Config.",
    "dotenv.load_dotenv",
    "nltk.download",
    "plotly.offline.init_notebook_mode",
    "plotly.io.",
    "cufflinks.",
    "alt.data_transformers.",
    "altair.data_transformers.",
    "altair.renderers.",
    "getpass.",
    "importlib.reload",
    "gc.disable",
    "gc.enable",
    "gc.freeze",
    "gc.set",
)
"""Calls and stores that set a library or the process up: they run where the module is imported."""

SETTERS: dict[str, str] = {
    "pandas.get_option": "pandas.set_option",
    "numpy.get_printoptions": "numpy.set_printoptions",
    "numpy.geterr": "numpy.seterr",
}
"""Calls that tell how a library is set up, and those that set it."""

# ---------------------------------------------------------------- files

OPENING = frozenset(
    "builtins.open io.open codecs.open gzip.open bz2.open lzma.open zipfile.ZipFile h5py.File".split()
)
"""Library functions that open a file, in the mode of their second argument."""

WRITING: dict[str, int] = {
    "numpy.save": 0,
    "numpy.savez": 0,
    "numpy.savez_compressed": 0,
    "numpy.savetxt": 0,
    "joblib.dump": 1,
    "matplotlib.pyplot.savefig": 0,
    "matplotlib.pyplot.imsave": 0,
    "scipy.io.savemat": 0,
    "scipy.io.wavfile.write": 0,
    **{f"networkx.write_{kind}": 1 for kind in ("gml", "graphml", "gexf", "edgelist", "adjlist")},
    "shutil.copy": 1,
    "shutil.copyfile": 1,
    "shutil.move": 1,
    "urllib.request.urlretrieve": 1,
    "torch.save": 1,
}
"""Library functions that write a file, and the position of its path."""

WRITING_BY_NAME = re.compile(r"(im)?(save|write)(_\w+|txt|fig)?$|dump_\w+$|export_graphviz$")
"""How library functions are called that write a file, in libraries that no row names."""

READING_BY_NAME = re.compile(r"(im)?(read|load|open)(_\w+|txt)?$")
"""How library functions are called that read one."""

PRINTING_LIBRARIES = frozenset("sys os tqdm logging IPython builtins click rich".split())
"""Libraries whose functions of such a name do something else."""

WRITING_METHODS = frozenset(
    "to_csv to_excel to_parquet to_json to_pickle to_hdf to_feather to_html "
    "to_latex to_markdown savefig save save_model write_text write_bytes write_csv "
    "write_parquet write_json write_html write_image tofile extractall mkdir unlink "
    "touch rename export_graphviz to_xml to_stata to_string dump".split()
)
"""Methods that write a file whose path is their first argument or the object itself."""

GIVING_TEXT = frozenset("save rename to_string to_html to_latex to_markdown to_xml to_json".split())
"""Those among them that give what they would write, unless they are told where to."""

READING: dict[str, int] = {
    "numpy.load": 0,
    "numpy.loadtxt": 0,
    "numpy.genfromtxt": 0,
    "joblib.load": 0,
    "os.path.exists": 0,
    "os.path.isfile": 0,
    "os.path.isdir": 0,
    "os.path.getmtime": 0,
    "matplotlib.pyplot.imread": 0,
    "PIL.Image.open": 0,
    "torch.load": 0,
    "sqlite3.connect": 0,
    "os.stat": 0,
    "os.path.getsize": 0,
}
"""Library functions that read a file, and the position of its path."""

PATH_ARGUMENTS = frozenset(
    "path file filename fname path_or_buf path_or_buffer filepath_or_buffer buf excel_writer io".split()
)
"""Names by which a call is given the path of a file."""

LISTING = frozenset({"os.listdir", "os.scandir", "os.walk", "glob.glob", "glob.iglob"})
"""Library functions that read what files there are."""

READING_METHODS = frozenset(
    "read_text read_bytes iterdir glob rglob exists stat is_file is_dir".split()
)

LOCATING = frozenset(
    "os.getcwd os.getcwdb os.path.abspath os.path.realpath os.path.relpath pathlib.Path.cwd".split()
)
"""Functions whose result depends on the working directory alone."""

LOCATING_METHODS = frozenset({"resolve", "absolute"})

FILE_SYSTEM_PREFIXES: tuple[str, ...] = (
    "subprocess.",
    "os.system",
    "os.makedirs",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.unlink",
    "os.replace",
    "os.rmdir",
    "shutil.",
    "urllib.request.urlretrieve",
    "tarfile.",
    "gzip.",
    "wget.",
)
"""Calls that may write any file."""

LEAVING_NO_FILE = frozenset("mkdir makedirs remove unlink rmdir rmtree".split())
"""Functions and methods that make a folder, or take away what is there."""

ASKING = frozenset({"builtins.input", "getpass.getpass"})
