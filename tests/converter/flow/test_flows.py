"""What a cell reads from the cells above it, binds, and changes in place."""

from __future__ import annotations

from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Case:
    """Cells, and the flow of the last one; names are separated by spaces."""

    sentence: str
    cells: tuple[str, ...]
    reads: str = ""
    binds: str = ""
    changes: str = ""


def case(sentence: str, *cells: str, reads: str = "", binds: str = "", changes: str = "") -> Case:
    return Case(sentence, cells, reads, binds, changes)


FRAME = "import pandas as pd\ndf = pd.DataFrame({'a': [1]})"
ARRAY = "import numpy as np\na = np.zeros(3)"
LIST = "rows = [1]"

OWNER = """class Owner:
    def __init__(self):
        self.log = []
        self.value = 0

    @property
    def seen(self):
        self.log.append(1)
        return self.value

    @property
    def twice(self):
        return self.value * 2

    @cached_property
    def once(self):
        return self.value

    @seen.setter
    def seen(self, value):
        self.log.append(value)


a = Owner()
log = a.log"""
COUNTED = """calls = []
def counted(f):
    def inner(*args):
        calls.append(1)
        return f(*args)
    return inner
@counted
def work(n):
    return n"""

NAMES = [
    case("an assignment binds", "x = 1", binds="x"),
    case("what is used is read", "a = 1", "b = a + 1", reads="a", binds="b"),
    case("a builtin is no read", "n = len('a')", binds="n"),
    case("its own name is no read", "a = 1\nb = a", binds="a b"),
    case("read, then bound", "a = 1", "a = a + 1", reads="a", binds="a"),
    case("unpacking binds each name", "a, (b, *c) = f()", reads="f", binds="a b c"),
    case("a chain binds each name", "a = b = 1", binds="a b"),
    case("an annotation without value binds nothing", "x: int", binds=""),
    case("an annotated assignment", "x: int = 1", binds="x"),
    case("the annotation is read", "T = int", "x: T = 1", reads="T", binds="x"),
    case("an import", "import os.path, json as j", binds="os j"),
    case("names of a module", "from os import path, sep as s", binds="path s"),
    case("a star binds nothing that is known", "from math import *", binds=""),
    case("an f-string reads", "a = 1", "b = f'{a!r:>{a}}'", reads="a", binds="b"),
    case("a slice reads", "a, i = [1], 0", "b = a[i:]", reads="a i", binds="b"),
    case("a starred argument reads", "a, b = [1], {}", "c = dict(*a, **b)", reads="a b", binds="c"),
    case(
        "evaluated code whose names are put together reads all that fit",
        "x1 = [1]\nx2 = [2]\nx = 3",
        "y = eval('x%d' % 1) + eval(f'x{2}')",
        reads="x1 x2",
        binds="y",
    ),
    case(
        "a name in text that pandas evaluates is one",
        "import pandas as pd\na = 1",
        "b = pd.eval('a + 1')",
        reads="pd a",
        binds="b",
    ),
    case(
        "a helper adds to the parts of what it is given",
        LIST.replace("1", "[1]"),
        "def add(rows):\n    for row in rows:\n        row += [0]",
        "add(rows)",
        reads="add rows",
        changes="rows",
    ),
    case("a cell that is only timed reads", "a = 1", "%%timeit\nb = a + 1", reads="a"),
    case("so does a line that is", "a = 1", "%timeit -n 10 a + 1\nb = 2", reads="a", binds="b"),
    case(
        "functions and modules in a formula are read",
        "import numpy as np\nimport statsmodels.formula.api as smf\nx = 1\ndef twice(a):\n    return 2 * a",
        "m = smf.ols('y ~ np.log(x) + twice(x)', data={})",
        reads="smf np twice",
        binds="m",
    ),
    case(
        "a query that is put together reads",
        FRAME + "\nlow, kind = 1, 'a'",
        "b = df.query(f'a > @low and b == {kind}')",
        reads="df low kind",
        binds="b",
    ),
    case("del takes a name away", "a = 1", "del a", reads=""),
    case("del of an own name leaves nothing", "a = 1\ndel a"),
    case("bound again after del", "a = 1\ndel a\na = 2", binds="a"),
    case("a name in text is none", "a = 1", "b = 'a'", binds="b"),
]

SCOPES = [
    case("a comprehension's variable is its own", "x = [i for i in range(3)]", binds="x"),
    case("what a comprehension reads is read", "a = 1", "x = [i * a for i in [1]]", reads="a", binds="x"),
    case("a dictionary's comprehension", "x = {k: v for k, v in {}.items()}", binds="x"),
    case("a generator expression", "a = [1]", "x = sum(i for i in a)", reads="a", binds="x"),
    case("nested comprehensions", "x = [j for i in [[1]] for j in i]", binds="x"),
    case("a walrus binds in the cell", "x = [y := i for i in [1]]", binds="x y"),
    case("a walrus in a test", "if (n := len('a')):\n    m = n", binds="n m"),
    case("a lambda's parameter is its own", "f = lambda x: x + 1", binds="f"),
    case("what a lambda reads is read by its user", "a = 1\nf = lambda x: x + a", "b = f(1)",
         reads="f a", binds="b"),
    case("a function's names are its own", "def f(x):\n    y = x\n    return y", binds="f"),
    case("what a function reads is no read of its definition", "a = 1", "def f():\n    return a",
         binds="f"),
    case("what a function reads is read by its caller", "a = 1\ndef f():\n    return a", "b = f()",
         reads="f a", binds="b"),
    case("through the functions that it calls", "a = 1\ndef f():\n    return a\ndef g():\n    return f()",
         "b = g()", reads="g f a", binds="b"),
    case("naming a function is reading what it reads", "a = 1\ndef f(x):\n    return a",
         "b = list(map(f, [1]))", reads="f a", binds="b"),
    case("a default is read at the definition", "a = 1", "def f(x=a):\n    return x",
         reads="a", binds="f"),
    case("a decorator is read at the definition", "def d(f):\n    return f", "@d\ndef g():\n    return 1",
         reads="d", binds="g"),
    case("a parameter hides a name", "a = 1", "def f(a):\n    return a\nb = f(2)", binds="f b"),
    case("global binds where it is called", "n = 0\ndef f():\n    global n\n    n = 1", "f()",
         reads="f n", binds="n"),
    case("nested functions", "a = 1\ndef f():\n    def g():\n        return a\n    return g()",
         "b = f()", reads="f a", binds="b"),
    case("a recursive function", "def f(n):\n    return f(n - 1) if n else 0", "b = f(3)",
         reads="f", binds="b"),
    case("a class", "class A:\n    x = 1", binds="A"),
    case("a class reads its base", "class A:\n    pass", "class B(A):\n    pass", reads="A", binds="B"),
    case("a class body reads at once", "a = 1", "class A:\n    x = a", reads="a", binds="A"),
    case("a method reads when it is used", "a = 1\nclass A:\n    def f(self):\n        return a",
         "b = A().f()", reads="A a", binds="b"),
]  # fmt: skip

BRANCHES = [
    case("one branch binds", "if True:\n    a = 1", binds="a"),
    case("both branches bind", "if True:\n    a = 1\nelse:\n    a = 2\nb = a", binds="a b"),
    case("bound in one branch, then read", "a = 0", "if True:\n    a = 1\nb = a", reads="a", binds="a b"),
    case("a loop leaves its variable", "for i in [1]:\n    x = i", binds="i x"),
    case("a loop reads what it goes over", "a = [1]", "for i in a:\n    b = i", reads="a", binds="i b"),
    case("a while loop", "n = 1", "while n > 0:\n    n -= 1", reads="n", binds="n"),
    case("with binds", "with open('a') as f:\n    x = f.read()", binds="f x"),
    case("a caught error has no name later", "try:\n    a = 1\nexcept ValueError as e:\n    a = str(e)",
         binds="a"),
    case("finally binds", "try:\n    a = 1\nfinally:\n    b = 2", binds="a b"),
    case("match binds", "p = (1, 2)", "match p:\n    case (x, y):\n        z = x + y", reads="p",
         binds="x y z"),
    case("a conditional import", "try:\n    import json\nexcept ImportError:\n    json = None", binds="json"),
    case("await", "async def f():\n    return 1", "a = await f()", reads="f", binds="a"),
    case("async for", "async def f():\n    yield 1", "async for i in f():\n    a = i", reads="f", binds="i a"),
]  # fmt: skip

CHANGES = [
    case("a stored column", FRAME, "df['b'] = 1", reads="df", changes="df"),
    case("a store through loc", FRAME, "df.loc[0, 'a'] = 2", reads="df", changes="df"),
    case("a store into a column's values", FRAME, "df['a'].values[0] = 2", reads="df", changes="df"),
    case("new column names", FRAME, "df.columns = ['b']", reads="df", changes="df"),
    case("inplace=True", FRAME, "df.dropna(inplace=True)", reads="df", changes="df"),
    case("inplace=False", FRAME, "df.dropna(inplace=False)", reads="df"),
    case("a method that returns another", FRAME, "df.sort_values('a')", reads="df"),
    case("a frame's own insert", FRAME, "df.insert(0, 'b', 1)", reads="df", changes="df"),
    case("a frame has no append in place", FRAME, "df.append({})", reads="df"),
    case("a deleted column", FRAME, "del df['a']", reads="df", changes="df"),
    case("a frame made and changed here is nobody else's", FRAME + "\ndf['b'] = 1", binds="pd df"),
    case("append", LIST, "rows.append(2)", reads="rows", changes="rows"),
    case("a stored item", LIST, "rows[0] = 2", reads="rows", changes="rows"),
    case("a stored slice", LIST, "rows[:] = []", reads="rows", changes="rows"),
    case("extend by +=", LIST, "rows += [2]", reads="rows", binds="rows", changes="rows"),
    case("|= of a set", "s = {1}", "s |= {2}", reads="s", binds="s", changes="s"),
    case("+= of an array", ARRAY, "a += 1", reads="a", binds="a", changes="a"),
    case("a slice of a list does not", "rows = [1]\nlog = rows[:]", "log.append(2)", reads="log", changes="log"),
    case("a deleted item", LIST, "del rows[0]", reads="rows", changes="rows"),
    case("+= of a number binds", "n = 1", "n += 1", reads="n", binds="n"),
    case("+= of a text binds", "t = 'a'", "t += 'b'", reads="t", binds="t"),
    case("+= of an item", "d = {'a': 1}", "d['a'] += 1", reads="d", changes="d"),
    case("+= of an attribute", "class A:\n    pass\na = A()\na.n = 0", "a.n += 1", reads="a", changes="a"),
    case("a stored mask", ARRAY, "a[a > 0] = 1", reads="a", changes="a"),
    case("sort in place", "rows = [2, 1]", "rows.sort()", reads="rows", changes="rows"),
    case("sorted makes another", "rows = [2, 1]", "b = sorted(rows)", reads="rows", binds="b"),
    case("a text's replace is no change", "t = 'a'", "u = t.replace('a', 'b')", reads="t", binds="u"),
    case("setdefault and append", "d = {}", "d.setdefault('a', []).append(1)", reads="d", changes="d"),
    case("update", "d = {}", "d.update(a=1)", reads="d", changes="d"),
    case("an attribute", "class A:\n    pass\na = A()", "a.x = 1", reads="a", changes="a"),
    case("setattr", "class A:\n    pass\na = A()", "setattr(a, 'x', 1)", reads="a", changes="a"),
    case("fit", "from sklearn.svm import SVC\nm = SVC()", "m.fit([[1]], [1])", reads="m", changes="m"),
    case("next uses up", "it = iter([1])", "x = next(it)", reads="it", binds="x", changes="it"),
    case("a loop uses up", "it = iter([1])", "for x in it:\n    pass", reads="it", binds="x", changes="it"),
    case("a list uses up", "it = (i for i in [1])", "x = list(it)", reads="it", binds="x", changes="it"),
    case("shuffle", "import random\nrows = [1, 2]", "random.shuffle(rows)", reads="random rows", changes="rows"),
    case("heappush", "import heapq\nh = []", "heapq.heappush(h, 1)", reads="heapq h", changes="h"),
    case("out=", "import numpy as np\na = np.zeros(2)", "np.add(a, 1, out=a)", reads="np a", changes="a"),
    case("a generator of random numbers", "import numpy as np\nrng = np.random.default_rng(1)",
         "x = rng.normal()", reads="rng", binds="x", changes="rng"),
    case("print changes nothing", LIST, "print(rows)", reads="rows"),
    case("a method of an unknown thing that only looks", "x = f()", "y = x.describe()", reads="x", binds="y"),
]  # fmt: skip

ALIASES = [
    case("an alias sees the change", "rows = [1]\nlog = rows", "log.append(2)",
         reads="log", changes="log rows"),
    case("a copy does not", "rows = [1]\nlog = rows.copy()", "log.append(2)", reads="log", changes="log"),
    case("list() does not", "rows = [1]\nlog = list(rows)", "log.append(2)", reads="log", changes="log"),
    case("a slice of an array does", ARRAY + "\nb = a[1:]", "b[0] = 1", reads="b", changes="a b"),
    case("its reshape does", ARRAY + "\nb = a.reshape(1, 3)", "b[0] = 1", reads="b", changes="a b"),
    case("its copy does not", ARRAY + "\nb = a.copy()", "b[0] = 1", reads="b", changes="b"),
    case("an array computed of it does not", ARRAY + "\nb = a * 2", "b[0] = 1", reads="b", changes="b"),
    case("a part of a frame is a copy", FRAME + "\nb = df[df.a > 0]", "b['c'] = 1", reads="b", changes="b"),
    case("a member of a container", "row = {}\nrows = [row]", "row['a'] = 1", reads="row", changes="row rows"),
    case("by its place in the container", "row = {}\nrows = [row]", "rows[0]['a'] = 1",
         reads="rows", changes="row rows"),
    case("the container is another thing than its member", "row = {}\nrows = [row]", "rows.append(1)",
         reads="rows", changes="rows"),
    case("a loop over members", "rows = [[1], [2]]", "for row in rows:\n    row.append(3)",
         reads="rows", binds="row", changes="rows"),
    case("a loop over values", "d = {'a': [1]}", "for v in d.values():\n    v.append(3)",
         reads="d", binds="v", changes="d"),
    case("a value put in later", "rows = []\nrow = {}\nrows.append(row)", "row['a'] = 1",
         reads="row", changes="row rows"),
    case("an alias that was bound again is none", "rows = [1]\nlog = rows\nlog = []", "log.append(2)",
         reads="log", changes="log"),
    case("an attribute of an object", "class A:\n    def __init__(self, rows):\n        self.rows = rows\nrows = []\na = A(rows)",
         "a.rows.append(1)", reads="a", changes="a rows"),
    case("two names of a chain", "a = b = []", "a.append(1)", reads="a", changes="a b"),
    case("a list of frames is read with each of them", FRAME + "\nboth = [df, df.copy()]", "df.head()", reads="df both"),
    case("what a helper cuts out of a frame is one", FRAME + "\ndef halves(d):\n    return d.loc[:1], d.iloc[1:]\na, b = halves(df)\nboth = [a, b]", "a.head()", reads="a both"),
    case("they are read with the list", FRAME + "\nboth = [df, df.copy()]", "len(both)", reads="both df"),
    case("one that the cell makes is not", FRAME + "\nboth = [df]", "df = df.dropna()\nboth = [df]",
         reads="df", binds="df both"),
    case("a pipeline fits its steps", "from sklearn.pipeline import make_pipeline\nfrom sklearn.preprocessing import StandardScaler\nscaler = StandardScaler()\npipe = make_pipeline(scaler)", "pipe.fit(1)",
         reads="pipe", changes="pipe scaler"),
    case("a replaced record holds what the first one held", "from dataclasses import replace\nrows = []\na = f(rows)\nb = replace(a)", "b.rows.append(1)",
         reads="b", changes="a b"),
    case("a number in a list is read alone", "n = 1\nboth = [n]", "print(n)", reads="n"),
]  # fmt: skip

SEPARATE = [
    case("what a library's function gives are things apart", "from x import split\na, b = split([1])", "a.append(1)", reads="a", changes="a"),
    case("in nested pairs too", "from x import load\n(a, b), (c, d) = load()", "c.append(1)", reads="c", changes="c"),
    case("arrays that a function gives are apart", "import numpy as np\na, b = np.meshgrid([1], [2])", "a[0] = 1", reads="a", changes="a"),
    case("parts seen through a name are its parts", "from x import split\nparts = split([1])\na, b = parts", "a.append(1)", reads="a", changes="a b parts"),
    case("a quotient holds nothing of its operands", "x = f()\ny = x[0] / x[1] * 100", "x.append(1)", reads="x", changes="x"),
    case("a sum of lists holds their members", "a = []\nb = [a] + [1]", "a.append(1)", reads="a", changes="a b"),
    case("the left-over variable of a loop that nobody reads is not told of", "rows = [[1]]\nfor row in rows:\n    row.append(2)", "rows[0].append(1)", reads="rows", changes="rows"),
    case("the one that the cell reads is", "rows = [[1]]\nfor row in rows:\n    row.append(2)", "row.append(1)", reads="row", changes="row rows"),
    case("a dictionary made of another", "d = {'a': 1}\ne = dict(d, b=2)", "d['c'] = 3", reads="d", changes="d"),
    case("what a keyword puts into one is in it", LIST + "\nd = dict(a=rows)", "rows.append(1)", reads="rows", changes="d rows"),
    case("what a comprehension makes is apart", "def f(x):\n    return list(x)\na, b = [f(x) for x in ([1], [2])]", "a.append(1)", reads="a", changes="a"),
    case("what it takes over is not", "x, y = [1], [2]\na, b = [each for each in (x, y)]", "a.append(1)", reads="a", changes="a b x y"),
    case("a list of names pairs with a list", "x, y = [1], [2]\n[a, b] = [x, y]", "a.append(1)", reads="a", changes="a x"),
    case("a score is a number", "from sklearn.svm import SVC\nm = SVC()\nscores = []\nscores.append(m.best_score_)", "m.fit([1])", reads="m", changes="m"),
    case("what is spread into keywords is no part", "from sklearn.svm import SVC\nparams = {'C': 1}\nm = SVC(**params)", "m.fit([1])", reads="m", changes="m"),
    case("an item of an iterator is not the iterator", "rows = iter([[1]])\na = next(rows)", "b = next(rows)", reads="rows", binds="b", changes="rows"),
    case("a shallow copy holds the same members", "import copy\nrows = [[1]]\nlog = copy.copy(rows)", "rows.append(1)", reads="rows", changes="rows"),
    case("the least of lists is one of them", "a, b = [1], [2]\nc = min(a, b)", "c.append(1)", reads="c", changes="a b c"),
    case("a method that is handed on may be called", "seen = set()", "list(map(seen.add, [1]))", reads="seen", changes="seen"),
    case("a graph is relabelled in place where no copy is asked for", "import networkx as nx\ng = nx.Graph()", "nx.relabel_nodes(g, {}, copy=False)", reads="nx g", changes="g"),
    case("a loop over rows binds each name by its column", "a = [1]\nb = [2]\nfor x, n in [(a, 'a'), (b, 'b')]:\n    print(n)", "a.append(1)", reads="a", changes="a"),
    case("a table is written behind its connection", "import sqlite3\nimport pandas as pd\ncon = sqlite3.connect('a.db')\ndf = pd.DataFrame()", "df.to_sql('t', con)", reads="df con", changes="con"),
    case("a setting that is read is no generator", "import yaml\nfrom sklearn.cluster import KMeans\nsettings = yaml.safe_load('a: 1')\nm = KMeans(random_state=settings['a'])", "m.fit([[1]])", reads="m", changes="m"),
    case("a generator of many draws for itself", "import numpy as np\nrngs = {'a': np.random.default_rng(1)}", "x = rngs['a'].normal()", reads="rngs", binds="x", changes="rngs"),
    case("so does one that was spawned", "import numpy as np\nboth = np.random.default_rng(1).spawn(2)", "x = both[0].normal()", reads="both", binds="x", changes="both"),
    case("a function in a dict keeps what it counts", "def make():\n    n = 0\n    def step():\n        nonlocal n\n        n += 1\n        return n\n    return step\nsteps = {'a': make()}", "steps['a']()", reads="steps", changes="steps"),
    case("binding anew what a held function reads changes what holds it", "k = 1\nfs = [lambda x: x + k]", "k = 2", binds="k", changes="fs"),
    case("what holds it may come from the catalog", "def f():\n    return k\nkept.extend([f])", "k = 2", binds="k", changes="kept"),
    case("a decorator that is called first logs when the function is called", "log = []\ndef logged(level):\n    def deco(f):\n        def inner(*args):\n            log.append(level)\n            return f(*args)\n        return inner\n    return deco\n@logged('a')\ndef f(x):\n    return x", "y = f(1)", reads="f log", binds="y", changes="log"),
    case("what a generator yields in a with is no generator", "from contextlib import contextmanager\n@contextmanager\ndef opened(rows):\n    yield rows\nrows = [1]\nwith opened(rows) as found:\n    n = 1", "found.append(2)", reads="found", changes="found rows"),
    case("what pandas drew on is drawn on further", FRAME + "\nax = df.plot.scatter('a', 'a')", "ax.set_title('A')", reads="ax", changes="ax"),
    case("what seaborn drew on is drawn on further", "import seaborn as sns\nax = sns.barplot(x=[1], y=[1])", "ax.bar_label(ax.containers[0])", reads="ax", changes="ax"),
    case("a deep copy is a thing of its own", "import copy\nfrom sklearn.svm import SVC\nm = SVC()", "n = copy.deepcopy(m)\nn.fit([1], [1])", reads="copy m", binds="n"),
    case("a clone too", "from sklearn.base import clone\nfrom sklearn.svm import SVC\nm = SVC()\nn = clone(m)", "n.fit([1], [1])", reads="n", changes="n"),
    case("frames of a comprehension are frames", "import pandas as pd\nframes = [pd.read_csv(name) for name in names]\nnote = [1]\nfor frame in frames:\n    frame['a'] = note", "frames[0].insert(0, 'b', 1)", reads="frames", changes="frames"),
    case("texts of a list are texts", "names = [f'{i}' for i in range(3)]\nseen = []\nfor name in list(names):\n    seen.append(name)", "names.append('x')", reads="names", changes="names"),
    case("a shape is no part", "x = f()\nn = x.shape[0]", "x.append(1)", reads="x", changes="x"),
    case("a number's digits are no part", "n = len('a')\nm = str(n)[0]\nboth = [m]", "both.append(1)", reads="both", changes="both"),
    case("columns of a frame are values of their own", FRAME + "\nnames = df.columns.values[1:]\nrows = []\nfor name in names:\n    rows.append(name)", "df['b'] = 1", reads="df", changes="df"),
    case("an array keeps numbers, not what they came from", ARRAY + "\nweights = {}\nvector = weights.get('a')\na[0] = vector", "a[1] = 0", reads="a", changes="a"),
    case("an array of objects keeps them", "import numpy as np\na = np.empty(2, dtype=object)\nb = []\na[0] = b", "b.append(1)", reads="b", changes="a b"),
    case("counting gives numbers", LIST + "\nfor i, row in enumerate(rows):\n    seen = [i]", "rows.append(1)", reads="rows", changes="rows"),
    case("pairing keeps each with its own", "a, b = [[1]], [[2]]\nfor x, y in zip(a, b):\n    pass", "x.append(1)", reads="x", changes="a x"),
    case("all is read before a pair is bound", "a, b = [1], [2]", "for a, c in zip(b, a):\n    pass", reads="b a", binds="a c"),
    case("a key is no part of the dictionary", "d = {'a': [1]}\nkeys = []\nfor k, v in d.items():\n    keys.append(k)", "d['b'] = 2", reads="d", changes="d"),
    case("a value is a part of it", "d = {'a': [1]}\nfor k, v in d.items():\n    pass", "v.append(1)", reads="v", changes="d v"),
    case("a helper gives parts of a frame as copies", FRAME + "\ndef half(d):\n    return d.loc[:1], d.loc[1:]\nx, y = half(df)", "df['b'] = 1", reads="df", changes="df"),
    case("rows of a frame are a frame", FRAME + "\nextra = [1]\nrows = df.loc[:1]\nrows['b'] = extra", "rows.insert(0, 'c', 1)", reads="rows", changes="rows"),
    case("an estimator spares its data", ARRAY + "\nfrom keras import Sequential, Embedding\nmodel = Sequential()\nmodel.add(Embedding(weights=[a]))", "model.compile()", reads="model", changes="model"),
    case("who plots an estimator does not fit it", "from sklearn.svm import SVC\nfrom mlxtend.plotting import plot_decision_regions\nm = SVC()", "plot_decision_regions([1], clf=m)", reads="plot_decision_regions m"),
    case("who is unknown may fit it", "from sklearn.svm import SVC\nfrom other import search\nm = SVC()", "search(m)", reads="search m", changes="m"),
]  # fmt: skip

HELPERS = [
    case("a helper changes its argument", "def add(xs):\n    xs.append(1)\nrows = []", "add(rows)",
         reads="add rows", changes="rows"),
    case("a helper that copies first changes nothing", "def add(xs):\n    xs = list(xs)\n    xs.append(1)\nrows = []",
         "add(rows)", reads="add rows"),
    case("by a keyword", "def add(n, xs):\n    xs.append(n)\nrows = []", "add(1, xs=rows)",
         reads="add rows", changes="rows"),
    case("through another helper", "def add(xs):\n    xs.append(1)\ndef twice(ys):\n    add(ys)\nrows = []",
         "twice(rows)", reads="twice add rows", changes="rows"),
    case("a helper changes a variable", "rows = []\ndef log(x):\n    rows.append(x)", "log(1)",
         reads="log rows", changes="rows"),
    case("who is given a helper may call it", "seen = []\ndef note(x):\n    seen.append(x)", "list(map(note, [1]))",
         reads="note seen", changes="seen"),
    case("who is given a lambda may call it", LIST, "sorted([1], key=lambda x: rows.append(x))", reads="rows", changes="rows"),
    case("a frame is piped through a helper", f"{FRAME}\ndef mark(d):\n    d['b'] = 1", "df.pipe(mark)", reads="df mark", changes="df"),
    case("a helper that is called with each member changes them", "def add(xs):\n    xs.append(1)\nrows = [[1]]", "list(map(add, rows))",
         reads="add rows", changes="rows"),
    case("what a method keeps is held by its object", "class A:\n    def __init__(self):\n        self.rows = []\n    def add(self, row):\n        self.rows.append(row)\na = A()\nrow = []\na.add(row)",
         "row.append(1)", reads="row", changes="a row"),
    case("what a helper puts into a container is in it", "def put(xs, x):\n    xs.append(x)\nrows, row = [], []\nput(rows, row)",
         "row.append(1)", reads="row", changes="row rows"),
    case("what is put in by another name too", "rows, row = [], []\nlog = rows\nlog.append(row)", "row.append(1)", reads="row", changes="log row rows"),
    case("a method that changes what the object made itself", "from sklearn.base import clone\nclass A:\n    def __init__(self, model):\n        self.model = model\n    def fit(self, x):\n        self.model_ = clone(self.model)\n        self.model_.fit(x)\nm = f()\na = A(m)",
         "a.fit([1])", reads="a clone", changes="a"),
    case("a method that changes what the object was given", "class A:\n    def __init__(self, model):\n        self.model = model\n    def fit(self, x):\n        self.model.fit(x)\nm = f()\na = A(m)",
         "a.fit([1])", reads="a", changes="a m"),
    case("a helper that steps the notebook's optimizer does, too", "import torch\nnet = torch.nn.Linear(1, 1)\nopt = torch.optim.SGD(net.parameters())\ndef train():\n    opt.step()",
         "train()", reads="opt train", changes="net opt"),
    case("the attributes of a graph's edges are the graph's", "import networkx as nx\ng = nx.Graph()",
         "for u, v, d in g.edges(data=True):\n    d['w'] = 1", reads="g", binds="u v d", changes="g"),
    case("numpy writes into a third argument", ARRAY, "np.multiply(a, 2, a)", reads="np a", changes="a"),
    case("a function that ends in a line changes what it is given", "import torch\nnet = torch.nn.Linear(1, 1)",
         "torch.nn.init.zeros_(net.weight)", reads="torch net", changes="net"),
    case("a generator draws by whatever name", "import random\nrng = random.Random(1)\ndraw = rng.random",
         "x = draw()", reads="draw", binds="x", changes="draw rng"),
    case("`+=` on what nobody knows may change it in place", "a = make()\nb = a",
         "b += 1", reads="b", binds="b", changes="a b"),
    case("going over a loader draws", "import torch\nfrom torch.utils.data import DataLoader\ntorch.manual_seed(1)\nloader = DataLoader([1])",
         "first = next(iter(loader))", reads="loader", binds="first"),
    case("a list of rows has columns", "from sklearn.svm import SVC\nx = make()\nbest = SVC()\nrows = [('best', best, x), ('new', SVC(), x)]",
         "for name, model, data in rows:\n    model.fit(data)", reads="rows", binds="name model data", changes="best rows"),
    case("a list of rows that was added to has none any more", "from sklearn.svm import SVC\nx = make()\nbest = SVC()\nrows = [('best', best)]\nrows.append(('x', x))",
         "for name, model in rows:\n    model.fit([1])", reads="rows", binds="name model", changes="best rows x"),
    case("jax gives a copy with what is set", "import jax.numpy as jnp\nx = jnp.zeros(3)",
         "y = x.at[0].set(5)", reads="x", binds="y"),
    case("what a row holds may hold more by now", "a = [[1]]\nd = [4]\nrows = [(a, 'a')]\na.append(d)",
         "for v, name in rows:\n    v[-1].append(1)", reads="rows", binds="v name", changes="a d rows"),
    case("rows that are lists may be changed one by one", "a = [[1]]\nc = [[3]]\nrows = [[a, 'a'], [a, 'b']]\nrows[0][0] = c",
         "for v, name in rows:\n    v.append(1)", reads="rows", binds="v name", changes="a c rows"),
    case("`backward` of what has no name, too", "import torch\nw = torch.ones(1, requires_grad=True)\nother = torch.ones(1, requires_grad=False)",
         "(w * w).sum().backward()", reads="w", changes="w"),
    case("`eval` changes the layers of a network", "import torch\nbase = torch.nn.BatchNorm1d(2)\nnet = torch.nn.Sequential(base)",
         "net.eval()", reads="net", changes="base net"),
    case("a part of a document is changed with it", "import xml.etree.ElementTree as ET\nroot = ET.fromstring('<a/>')",
         "for each in root.iter():\n    each.set('n', 'x')", reads="root", binds="each", changes="root"),
    case("what a pattern found is no part of it", "pat = make()\ntext = make()\nwords = pat.findall(text)",
         "words.sort()", reads="words", changes="words"),
    case("`-=` changes a tensor with a gradient", "import torch\nw = torch.ones(1, requires_grad=True)",
         "with torch.no_grad():\n    w -= 1", reads="torch w", binds="w", changes="w"),
    case("`backward` gives gradients to all that a result was computed of", "import torch\nw = torch.ones(1, requires_grad=True)\nother = torch.ones(1, requires_grad=True)",
         "def f(v):\n    return v * 2", "y = f(w)", "z = y.sum()", "z.backward()", reads="z", changes="w y z"),
    case("a tensor may be told later to keep gradients", "import torch\nw = torch.ones(1)\nw.requires_grad = True",
         "y = w * 2", "y.backward()", reads="y", changes="w y"),
    case("the parameters of a network get gradients", "import torch\nclass Net(torch.nn.Module):\n    pass",
         "net = Net()\nopt = torch.optim.SGD(net.parameters())", "loss = net(1).sum()", "loss.backward()", reads="loss", changes="loss net opt"),
    case("a function that works out gradients goes the same way", "import torch\nw = torch.ones(1, requires_grad=True)",
         "y = w * 2", "g = torch.autograd.grad(y, w)", reads="torch w y", binds="g", changes="w y"),
    case("a method that ends in a line gives what it changed", "import torch\na = torch.ones(1)\nb = a.add_(1)",
         "b.mul_(2)", reads="b", changes="a b"),
    case("a helper that steps an optimizer changes what that holds", "import torch\nnet = torch.nn.Linear(1, 1)\nopt = torch.optim.SGD(net.parameters())\ndef train(o):\n    o.step()",
         "train(opt)", reads="train opt", changes="net opt"),
    case("a decorator that keeps the function changes what it keeps it in", "kept = []\ndef keep(f):\n    kept.append(f)\n    return f",
         "@keep\ndef one():\n    return 1", reads="keep kept", binds="one", changes="kept"),
    case("one that is made for a name too", "kept = {}\ndef keep(name):\n    def inner(f):\n        kept[name] = f\n        return f\n    return inner",
         "@keep('one')\ndef one():\n    return 1", reads="keep kept", binds="one", changes="kept"),
    case("a helper returns its argument", "def same(xs):\n    return xs\nrows = []\nlog = same(rows)",
         "log.append(1)", reads="log", changes="log rows"),
    case("a helper returns another", "def copied(xs):\n    return list(xs)\nrows = []\nlog = copied(rows)",
         "log.append(1)", reads="log", changes="log"),
    case("a method changes its object", "class A:\n    def add(self):\n        self.n = 1\na = A()",
         "a.add()", reads="a", changes="a"),
    case("a method that only looks", "class A:\n    def n(self):\n        return 1\na = A()",
         "x = a.n()", reads="a", binds="x"),
    case("a method of a base", "class A:\n    def add(self):\n        self.n = 1\nclass B(A):\n    pass\nb = B()",
         "b.add()", reads="b", changes="b"),
    case("a helper changes a frame", f"{FRAME}\ndef mark(d):\n    d['b'] = 1", "mark(df)",
         reads="mark df", changes="df"),
    case("a helper fits a model", "from sklearn.svm import SVC\nm = SVC()\ndef train(model):\n    return model.fit([[1]], [1])",
         "fitted = train(m)", reads="train m", binds="fitted", changes="m"),
]  # fmt: skip

STARRED = [
    case("what a star import brings is code", "from numpy import *", "x = linspace(0, 1)\nplot(x)", reads="linspace plot", binds="x"),
    case("what it brings makes arrays", "from numpy import *\nx = zeros(3)\ny = x", "y += 1", reads="y", binds="y", changes="x y"),
    case("Python's own stays where numpy is not", "from helpers import *\nx = [1]\ny = sum(x)", "y += 1", reads="y", binds="y"),
    case("a name that a cell below gives is a value", "from numpy import *\ndef f():\n    return mean", "mean = 3", binds="mean"),
    case("so is an entry of the catalog", "from numpy import *", "%%catalog\nmean:\n  type: json.JSONDataset\n  filepath: a.json", "m = mean + 1", reads="mean", binds="m"),
]  # fmt: skip

CALLED_BY_PYTHON = [
    case("a property that changes its object", OWNER, "a.seen", reads="a", changes="a log"),
    case("one that does not", OWNER, "a.twice", reads="a"),
    case("a property that keeps its value", OWNER, "a.once", reads="a", changes="a"),
    case("its setter", OWNER, "a.seen = 3", reads="a", changes="a log"),
    case("a decorator's function changes what it keeps", COUNTED, "work(1)", reads="calls work", changes="calls"),
    case("a method that was set on its class", "class D:\n    pass\nd = D()\ndef cut(self, k):\n    self.top = k", "D.cut = cut\nd.cut(1)", reads="D cut d", changes="d"),
    case("symbols of a list of names", "import sympy", "sympy.var(['p', 'q'])", reads="sympy", binds="p q"),
    case("decorating changes nothing", COUNTED, "@counted\ndef other(n):\n    return n", reads="counted calls", binds="other"),
]  # fmt: skip

ALL = [
    *NAMES,
    *SCOPES,
    *BRANCHES,
    *CHANGES,
    *ALIASES,
    *SEPARATE,
    *HELPERS,
    *STARRED,
    *CALLED_BY_PYTHON,
]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.sentence)
def test_the_flow_of_a_cell(analysed, case):
    cell = analysed(*case.cells).graph.cells[-1]
    found = tuple(" ".join(sorted(names)) for names in (cell.reads, cell.binds, cell.changes))
    wanted = (case.reads, case.binds, case.changes)
    assert found == tuple(" ".join(sorted(names.split())) for names in wanted)


def test_every_case_says_what_no_other_says():
    sentences = [case.sentence for case in ALL]
    assert len(set(sentences)) == len(sentences)


def test_what_only_called_helpers_read_is_told_apart(analysed):
    cells = ("folds, model = 5, 1", "def score(m):\n    return m + folds", "score(model)")
    last = analysed(*cells).graph.cells[-1]
    assert (last.reads, last.through) == (("score", "folds", "model"), ("folds",))


def test_methods_of_one_name_that_call_each_other_are_followed_only_so_often(analysed):
    """Every class may be meant by every call: all of them by all of them would never end."""
    names = ["forward", "backward", "update", "reset", "train", "__call__"]
    calls = "\n".join(
        f"    def {name}(self, x):\n"
        + "".join(f"        self.{other}(x.{other}(self))\n" for other in names[:-1])
        + "        return self(x)"
        for name in names
    )
    classes = [f"class Layer{n}:\n{calls}" for n in range(4)]
    cell = analysed(*classes, "net = Layer1()", "net.train([1])").graph.cells[-1]
    assert (cell.reads, cell.changes) == (("net",), ("net",))
