"""IPython's syntax becomes Python, line for line; what is Python already stays as it is."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

from nb2pipe.converter.source.ipython_syntax import to_python

OUTPUT = "shell=True, capture_output=True, text=True).stdout.splitlines()"

LINES = {
    # what is run is kept, its magic goes
    "a timed statement": ("%time x = f()", "x = f()"),
    "a timed value that is assigned": ("x = %time f()", "x = f()"),
    "a timed nothing": ("%time", "pass"),
    "a profiled call": ("%prun -q -l 10 f(x)", "f(x)"),
    # magics that only show or configure IPython
    "matplotlib": ("%matplotlib inline", "pass"),
    "an extension": ("%load_ext autoreload", "pass"),
    "a measured call": ("%timeit f(x)", "pass"),
    "our own": ("%pipeline check", "pass"),
    "a try of Colab's magic": (
        "try:\n    %tensorflow_version 2.x\nexcept: pass",
        "try:\n    raise ImportError('`%tensorflow_version` is there in Colab alone')\nexcept: pass",
    ),
    "a magic inside a cell": ("x = 1\n%%node late", "x = 1\npass"),
    # the process
    "a folder": ("%cd data", "os.chdir('data')"),
    "a quoted folder": ('%cd -q "my data"', "os.chdir('my data')"),
    "home": ("%cd", "pass"),
    "where we are": ("here = %pwd", "here = os.getcwd()"),
    "a variable of the environment": ("%env MODE=fast", "os.environ['MODE'] = 'fast'"),
    "the same with a space": ("%env MODE fast", "os.environ['MODE'] = 'fast'"),
    "a value from Python, as the shell writes it": (
        "%env MODE=$mode",
        "os.environ['MODE'] = f'{mode}'",
    ),
    "a folder from Python": ("%cd {folder}", "os.chdir(f'{folder}')"),
    "a script with arguments": (
        "%run tools.py 5 $n",
        (
            "sys.argv = ['tools.py', '5', f'{n}']; "
            "globals().update(runpy.run_path('tools.py', run_name='__main__'))"
        ),
    ),
    "a value from Python": ("%set_env MODE={mode}", "os.environ['MODE'] = f'{mode}'"),
    "a variable that is shown": ("%env MODE", "pass"),
    "a file that is run": (
        "%run tools.py",
        "globals().update(runpy.run_path('tools.py', run_name='__main__'))",
    ),
    "a file without its ending": (
        "%run tools",
        "globals().update(runpy.run_path('tools.py', run_name='__main__'))",
    ),
    "a file that is run among the notebook's names": (
        "%run -i tools.py",
        "exec(open('tools.py').read())",
    ),
    "a run of nothing": ("%run", "pass"),
    # commands
    "a command": ("!make all", "subprocess.run('make all', shell=True, check=True)"),
    "a command with a variable": (
        "!convert {name}.png",
        "subprocess.run(f'convert {name}.png', shell=True, check=True)",
    ),
    "braces of the shell's own": (
        "!awk '{print $1}' a > b",
        "subprocess.run(\"awk '{print $1}' a > b\", shell=True, check=True)",
    ),
    "a variable of the shell's own": (
        "!touch ${NAME}",
        "subprocess.run('touch ${NAME}', shell=True, check=True)",
    ),
    "doubled braces": ("!touch {{a}}", "subprocess.run('touch {a}', shell=True, check=True)"),
    "a command by its magic": ("%system make", "subprocess.run('make', shell=True, check=True)"),
    "output in a variable": (
        "files = !ls *.csv",
        f"files = subprocess.run('ls *.csv', {OUTPUT}",
    ),
    "output by a magic": (
        "out = %sx date",
        f"out = subprocess.run('date', {OUTPUT}",
    ),
    "output in an item": (
        "found['a'] = !ls",
        f"found['a'] = subprocess.run('ls', {OUTPUT}",
    ),
    "a command that only shows": ("!ls -la data", "pass"),
    "a command that shows into a file": (
        "!ls > files.txt",
        "subprocess.run('ls > files.txt', shell=True, check=True)",
    ),
    "what python is": ("!python --version", "pass"),
    "a folder of the command's own": ("!cd data", "pass"),
    "work in a folder": (
        "!cd data && make",
        "subprocess.run('cd data && make', shell=True, check=True)",
    ),
    "a list of packages": ("!pip list", "pass"),
    # help
    "help": ("df.head?", "pass"),
    "source": ("f??", "pass"),
    "help in front": ("?len", "pass"),
    "a question in a comment": ("x = 1  # why?", "x = 1  # why?"),
    # without the percent sign
    "pip": ("pip list", "pass"),
    "cd": ("cd data", "os.chdir('data')"),
    "ls": ("ls data", "pass"),
    # through the shell object
    "all of pylab": (
        "%pylab inline",
        (
            "from pylab import *; import numpy; import numpy as np; import matplotlib; "
            "from matplotlib import mlab, pylab, pyplot; import matplotlib.pyplot as plt"
        ),
    ),
    "a magic by its method": ("get_ipython().run_line_magic('matplotlib', 'inline')", "pass"),
    "a timed statement by its method": (
        "get_ipython().run_line_magic('time', 'x = f()')",
        "x = f()",
    ),
    "a command by its method": (
        "get_ipython().system('make')",
        "subprocess.run('make', shell=True, check=True)",
    ),
    "the shell object itself": ("ip = get_ipython()", "ip = get_ipython()"),
    # indentation stays
    "an indented magic": ("if a:\n    %time x = 1", "if a:\n    x = 1"),
    "an indented command": ("if a:\n    !ls", "if a:\n    pass"),
    "a continued command": (
        "!make \\\n   all\nx = 1",
        "subprocess.run('make all', shell=True, check=True)\n\nx = 1",
    ),
    "a cell that is indented": ("  x = 1\n  if x:\n      y = 2", "x = 1\nif x:\n    y = 2"),
}


@pytest.mark.parametrize(("source", "python"), LINES.values(), ids=LINES)
def test_a_line_of_ipython_is_a_line_of_python(source, python):
    assert to_python(source).source == python


CELLS = {
    "timed": ("%%time\nx = 1\ny = 2", "\nx = 1\ny = 2"),
    "timed on its own line": ("%%time x = f()", "\nx = f()\n"),
    "captured": ("%%capture\nx = 1", "\nx = 1"),
    "a file shown by its command": ("cat data.txt", "pass"),
    "a folder made by its command": (
        "mkdir -p out/a",
        "subprocess.run('mkdir -p out/a', shell=True, check=True)",
    ),
    "a name that a command has": ("cat = 1\nmore + cat", "cat = 1\nmore + cat"),
    "captured by name": (
        "%%capture out\nprint(1)\nx = (1,\n2)",
        "with capture_output() as out:\n    print(1)\n    x = (1,\n2)",
    ),
    "captured in part": (
        '%%capture --no-stderr out\ntext = """\na\n"""',
        'with capture_output(stderr=False) as out:\n    text = """\na\n"""',
    ),
    "nothing is captured": (
        "%%capture out\n# later",
        "with capture_output() as out:\n    # later\n    pass",
    ),
    "tagged": ("%%node clean\nx = 1", "\nx = 1"),
    "tagged below an empty line": ("\n%%node clean\nx = 1", "\n\nx = 1"),
    "tagged and timed": ("%%node clean\n%%time\nx = 1", "\n\nx = 1"),
    "timed below a comment line": ("\n%%time\nx = 1", "\n\nx = 1"),
    "a script": (
        "%%bash\nmake\ntouch a",
        'subprocess.run(["bash", "-c", """\\\nmake\ntouch a"""], check=True)',
    ),
    "a timed cell that changes what is not its own": (
        "%%timeit -n 3\nfor i in rows:\n    out[i] = i\n",
        "def timed():\n    for i in rows:\n        out[i] = i\ntimed()",
    ),
    "a script of another program": (
        "%%perl\nprint 1\n",
        'subprocess.run(["perl", "-e", """\\\nprint 1\n"""], check=True)',
    ),
    "a script with a backslash": (
        "%%sh\nprintf 'a\\n'",
        """subprocess.run(["sh", "-c", "printf 'a\\\\n'"], check=True)""",
    ),
    "a file": (
        "%%writefile a.txt\none\ntwo",
        'with open(\'a.txt\', \'w\') as written_file: written_file.write("""\\\none\ntwo\n""")',
    ),
    "a file that grows": (
        "%%writefile -a 'my a.txt'\none",
        'with open(\'my a.txt\', \'a\') as written_file: written_file.write("""\\\none\n""")',
    ),
}


@pytest.mark.parametrize(("source", "python"), CELLS.values(), ids=CELLS)
def test_a_cell_magic_is_what_it_does(source, python):
    assert to_python(source).source == python


@pytest.mark.parametrize("magic", ["html", "javascript", "latex", "svg", "timeit", "markdown"])
def test_a_cell_that_only_shows_is_left_out(magic):
    assert to_python(f"%%{magic}\n<b>1</b>").skipped


UNTOUCHED = {
    "a modulo": "x = a %b",
    "a format": '"%s" % name',
    "a format below its text": "text = (\n    '%d'\n    % n\n)",
    "a modulo after a backslash": "x = 5 \\\n    % 3",
    "not equal": "x = a != b",
    "a text of several lines": '"""\n%time x\n!ls\nwhat?\nls\n"""',
    "a raw text": "r'''\n!ls\n'''",
    "a text in a call": 'f("""\n%%bash\n""", x)',
    "brackets in a text": 'x = "(["\ny = 1',
    "brackets in a comment": "x = 1  # (\ny = 2",
    "a question in a text": 'x = "what?"',
    "a name that a magic has": "ls = [1]\nlen(ls)",
    "a star": "*a, b = c",
    "an annotation": "x: int = 1",
}


@pytest.mark.parametrize("source", UNTOUCHED.values(), ids=UNTOUCHED)
def test_python_stays_as_it_is(source):
    assert to_python(source).source == source


@pytest.mark.parametrize("source", [source for source, _ in (*LINES.values(), *CELLS.values())])
def test_what_comes_out_is_python(source):
    assert isinstance(ast.parse(to_python(source).source), ast.Module)


@pytest.mark.parametrize("source", [source for source, _ in LINES.values()])
def test_every_line_keeps_its_number(source):
    translated = to_python(f"{source}\nlast = 1\n")
    assert translated.source.split("\n").index("last = 1") == source.count("\n") + 1


PIECES = [
    "x = 1",
    "%time y = 2",
    "!ls",
    "!make",
    "z = (\n  1\n)",
    "t = '''\n%a\n'''",
    "w?",
    "%env A=1",
]


@given(st.lists(st.sampled_from(PIECES)))
def test_cells_of_any_lines_keep_their_numbers(pieces):
    source = "\n".join([*pieces, "last = 1"])
    lines = to_python(source).source.split("\n")
    assert (len(lines), lines[-1]) == (source.count("\n") + 1, "last = 1")


INSTALLS = {
    "pip": ("!pip install rich", ["rich"]),
    "a magic": ("%pip install -q 'rich>=13' click", ["rich>=13", "click"]),
    "pip3": ("!pip3 install rich", ["rich"]),
    "by a module": ("!python -m pip install rich==13.0", ["rich==13.0"]),
    "by this Python": ("!{sys.executable} -m pip install rich", ["rich"]),
    "conda": ("%conda install -c conda-forge rich", ["rich"]),
    "without a percent sign": ("pip install rich", ["rich"]),
    "from a file": ("!pip install -r requirements.txt", []),
    "from a folder": ("!pip install -e .", []),
    "from git": ("!pip install git+https://example.org/a.git", []),
    "and then more": ("!pip install rich && make", ["rich"]),
    "silenced": ("!pip install rich > /dev/null", ["rich"]),
    "with a comment": ("!pip install rich  # for tables", ["rich"]),
}


@pytest.mark.parametrize(("source", "packages"), INSTALLS.values(), ids=INSTALLS)
def test_what_a_cell_installs_is_a_requirement(source, packages):
    found = to_python(source)
    assert (list(found.requirements), found.source) == (packages, "pass")


IMPORTS = {
    "a command": ("!make", ("subprocess",)),
    "a folder": ("%cd a", ("os",)),
    "the environment": ("%env A=1", ("os",)),
    "a file that is run": ("%run a.py", ("runpy",)),
    "a script": ("%%bash\nmake", ("subprocess",)),
    "several": ("%cd a\n!make", ("os", "subprocess")),
    "nothing": ("%time x = 1", ()),
}


@pytest.mark.parametrize(("source", "imports"), IMPORTS.values(), ids=IMPORTS)
def test_the_translation_says_what_it_imports(source, imports):
    assert to_python(source).imports == imports


PROBLEMS = {
    "a cell in another language": ("%%R\nx <- 1", "NB107", 1),
    "a cell magic that nobody knows": ("\n%%mystery\nx", "NB107", 2),
    "a value that only IPython has": ("x = 1\ny = %who_ls", "NB107", 2),
    "another notebook": ("%run other.ipynb", "NB107", 1),
    "a cell magic by its method": ("get_ipython().run_cell_magic('R', '', 'x')", "NB107", 1),
    "a line magic that nobody knows": ("x = 1\n\n%mystery now", "NB108", 3),
}


@pytest.mark.parametrize(("source", "code", "line"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_has_no_counterpart_is_told_with_its_line(source, code, line):
    problems = to_python(source, number=7).problems
    assert [(each.code, each.cell, each.line) for each in problems] == [(code, 7, line)]


@given(st.text(alphabet="ab%!?\n\\ '\"()[]=#", max_size=60))
def test_any_text_is_translated(source):
    """Whatever stands in a cell, the translation ends."""
    assert isinstance(to_python(source).source, str)


def test_a_long_cell_is_translated_line_by_line():
    source = "%matplotlib inline\n" + "x = f(1, 'a')  # b\n" * 20_000
    assert to_python(source).source == source.replace("%matplotlib inline", "pass")


@given(
    st.lists(st.sampled_from(["", "  ", "\t", "a", "  b", "    c"]), max_size=6),
    st.sampled_from(["", "  "]),
)
def test_blanks_in_a_text_are_as_ipython_leaves_them(lines, indent):
    """Since version 9.1 it empties lines of nothing but blanks."""
    text = "\n".join(["x = '''", *lines, "'''"])
    cell = "\n".join(f"{indent}{line}" for line in text.split("\n"))
    theirs = TransformerManager().transform_cell(cell)
    assert ast.dump(ast.parse(to_python(cell).source)) == ast.dump(ast.parse(theirs))
