"""IPython's syntax as Python: magics, shell commands and help lines, line for line.

Every line keeps its number. IPython itself is not imported: it would cost more than the rest of
the analysis. The syntax is that of IPython's `inputtransformer2`.
"""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Callable, Iterable
from functools import cache

from .cell_magics import cell_magic
from .notebook import Notebook
from .tags import find_magic
from .translation import Code, Found, open_lines

DISPLAY_COMMANDS = frozenset(
    "ls cat head tail pwd wc which nvidia-smi echo date file tree du df env uname whoami lscpu "
    "free grep sort uniq less more man type top ps dir".split()
)
"""Shell commands that only show something, unless they redirect it into a file."""

FILE_COMMANDS = ("cp", "mv", "rm", "mkdir", "rmdir")
"""Shell commands that IPython has as magics, too."""

SILENT_MAGICS = frozenset(
    "matplotlib config load_ext reload_ext unload_ext autoreload precision who whos who_ls pwd ls "
    "ll lsmagic history hist pinfo pinfo2 pycat pdoc psource pfile less more man alias xmode pdb "
    "debug colors logstart logstop automagic pprint quickref magic notebook doctest_mode gui "
    "timeit memit mprun lprun prun_ store reset reset_selective recall rerun save page bookmark "
    "dirs watermark nb2pipe pipeline catalog load_node conda mamba sx_ qtconsole connect_info "
    "killbgscripts macro tb edit popd pushd dhist rehashx cat tensorboard sql".split()
)
"""Line magics that change nothing which a pipeline needs."""

COLABS_MAGICS = frozenset({"tensorflow_version"})
"""Line magics that tell Colab apart, in a `try`: anywhere else they are errors."""

_ASSIGNED = re.compile(r"^(?P<target>[\w.\[\]'\", ]+?)\s*=\s*(?P<mark>[%!])(?!=)(?P<rest>.*)$")
_INSTALL = re.compile(
    r"^(?:pip3?|python3? -m pip|\{?sys\.executable\}? -m pip|conda|mamba)\s+install\s+(.*)$"
)
_INSTALLERS = r"(?:pip3?|conda|mamba)"
_FOLDER = r"cd[ \t]+[\w./~-]+"
_LISTING = r"(?:ls|ll|pwd|whos?)"
_WITH_FILES = rf"(?:{'|'.join(('cat', 'less', 'more', *FILE_COMMANDS))})"
_AUTOMAGIC = re.compile(
    rf"^(?:{_INSTALLERS}[ \t]+[a-z]+\b.*|{_FOLDER}|{_LISTING}(?:[ \t]+-?[\w./*-]+)?"
    rf"|{_WITH_FILES}(?:[ \t]+-?[\w./*~][\w./*~-]*)+)$"
)
"""Magics that stand without their `%`, as IPython lets them."""


def to_python(source: str, number: int = 0, others: Iterable[tuple[str, Notebook]] = ()) -> Code:
    """Translate a cell; `number` is its number, for the diagnostics.

    `others` are the notebooks that it may run, whose cells take the place of `%run`.

    >>> to_python("%time x = f()\\n!pip install rich").source
    'x = f()\\npass'
    """
    found = Found(number, dict(others))
    text = _without_indent(source)
    tag = find_magic(text)
    if tag is not None:
        lines = text.split("\n")
        lines[tag[0] - 1] = ""
        text = "\n".join(lines)
    text, skipped = cell_magic(text, found)
    if not skipped and _needs_lines(text):
        text = _lines(text, found)
    return Code(
        text,
        tuple(found.requirements),
        tuple(sorted(found.imports)),
        tuple(found.scripts),
        skipped,
        problems=tuple(found.problems),
        brought=tuple(found.brought),
    )


def _without_indent(source: str) -> str:
    """A cell that is indented as a whole, as it was pasted, without that.

    IPython empties lines of nothing but blanks, too, since its version 9.1, and those in a text.
    """
    if ('"""' in source or "'''" in source) and _BLANKS.search(source) and _empties_lines():
        source = _BLANKS.sub("", source)
    if not source[:1].isspace():
        return source
    first = next((line for line in source.split("\n") if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    return re.sub(f"^{indent}", "", source, flags=re.MULTILINE) if indent else source


_BLANKS = re.compile(r"^[ \t]+$", re.MULTILINE)


@cache
def _empties_lines() -> bool:
    from importlib.metadata import version  # slow to import, and seldom asked

    major, minor = version("ipython").split(".")[:2]
    return (int(major), int(minor)) >= (9, 1)


def _needs_lines(text: str) -> bool:
    if _SPECIAL_START.search(f"\n{text}") or "get_ipython(" in text:
        return True
    return any(mark in text for mark in "%!?") and bool(_SPECIAL_END.search(text))


_SPECIAL_START = re.compile(rf"\n\s*(?:[%!?]|(?:{_INSTALLERS}|cd|{_LISTING}|{_WITH_FILES})\b)")
_SPECIAL_END = re.compile(r"\?\s*$|=\s*[%!](?!=)", re.MULTILINE)


# ---------------------------------------------------------------- lines


def _lines(text: str, found: Found) -> str:
    lines = text.split("\n")
    inside = open_lines(text)
    at = 0
    while at < len(lines):
        if at not in inside:
            last = at
            while lines[last].endswith("\\") and last + 1 < len(lines) and _is_special(lines[at]):
                last += 1
            joined = " ".join(line.rstrip("\\").strip() for line in lines[at : last + 1])
            indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
            found.indented = bool(indent)
            translated = _line(joined.strip(), at + 1, found)
            if translated is not None:
                lines[at : last + 1] = [indent + translated, *[""] * (last - at)]
            at = last
            while _goes_on(lines[at]) and at + 1 < len(lines):
                at += 1
        at += 1
    return "\n".join(lines)


def _goes_on(line: str) -> bool:
    return line.endswith("\\") and not line.lstrip().startswith("#")


def _is_special(line: str) -> bool:
    return line.lstrip()[:1] in ("%", "!") or bool(_ASSIGNED.match(line.strip()))


def _line(line: str, number: int, found: Found) -> str | None:
    """Translate one line, or None where it is Python already."""
    assigned = _ASSIGNED.match(line)
    if assigned and not line.startswith(("%", "!", "?")):
        return _assigned(
            assigned["target"], assigned["mark"], assigned["rest"].strip(), number, found
        )
    if line.startswith("%%"):
        return "pass"
    if line.startswith("%"):
        name, _, rest = line[1:].partition(" ")
        return _magic(name, rest.strip(), number, found)
    if line.startswith("!"):
        return _shell(line.lstrip("!").strip(), number, found)
    if line.startswith("?") or (
        line.endswith("?") and not line.startswith("#") and "#" not in line
    ):
        return "pass"
    if _AUTOMAGIC.match(line):
        name, _, rest = line.partition(" ")
        return _magic(name, rest.strip(), number, found)
    if "get_ipython()" in line:
        return _through_get_ipython(line, number, found)
    return None


def _assigned(target: str, mark: str, rest: str, number: int, found: Found) -> str | None:
    if mark == "!":
        found.imports.add("subprocess")
        run = f"subprocess.run({_command(rest)}, shell=True, capture_output=True, text=True)"
        return f"{target} = {run}.stdout.splitlines()"
    name, _, rest = rest.partition(" ")
    if name == "time":
        return f"{target} = {rest.strip()}"
    if name == "pwd":
        found.imports.add("os")
        return f"{target} = os.getcwd()"
    if name in ("sx", "system"):
        return _assigned(target, "!", rest.strip(), number, found)
    found.problem(
        "NB107", number, f"`{target} = %{name}` runs only inside IPython",
        "write it in Python, or tag the cell with `%%skip`",
    )  # fmt: skip
    return f"{target} = None"


def _magic(name: str, rest: str, number: int, found: Found) -> str:
    handler = _LINE_MAGICS.get(name)
    if handler is not None:
        return handler(rest, number, found)
    if name in ("pip", "conda", "mamba", *FILE_COMMANDS):
        return _shell(f"{name} {rest}", number, found)
    if name in ("sx", "system"):
        return _shell(rest, number, found)
    if name in COLABS_MAGICS and found.indented:
        return f"raise ImportError('`%{name}` is there in Colab alone')"
    if name not in SILENT_MAGICS:
        found.problem(
            "NB108", number, f"`%{name}` has no counterpart outside IPython and is left out",
            "write it in Python if the pipeline needs it",
        )  # fmt: skip
    return "pass"


def _time(rest: str, number: int, found: Found) -> str:
    return rest or "pass"


def _prun(rest: str, number: int, found: Found) -> str:
    return re.sub(r"^(?:-[lsTD] *\S+\s+|-[rq]\s+)*", "", rest) or "pass"


def _cd(rest: str, number: int, found: Found) -> str:
    found.imports.add("os")
    words = [word for word in rest.split() if not word.startswith("-")]
    folder = " ".join(words).strip(chr(34) + chr(39))
    return f"os.chdir({_command(folder)})" if words else "pass"


def changes_folder(line: str) -> bool:
    """Whether a line of a cell is `%cd`.

    >>> changes_folder('%cd "my data"'), changes_folder("cd = 3")
    (True, False)
    """
    return _CD.match(line.strip()) is not None


_CD = re.compile(rf"(?:%cd\b|{_FOLDER}$)")


def _env(rest: str, number: int, found: Found) -> str:
    name, mark, value = rest.partition("=" if "=" in rest else " ")
    if not mark or not name:
        return "pass"
    found.imports.add("os")
    return f"os.environ[{name.strip()!r}] = {_command(value.strip())}"


def _run(rest: str, number: int, found: Found) -> str:
    words = shlex.split(rest)
    while words and words[0].startswith("-"):
        words = words[1:]
    if not words:
        return "pass"
    if words[0].endswith(".ipynb"):
        return _run_notebook(words[0], number, found)
    path = words[0] if words[0].endswith(".py") else f"{words[0]}.py"
    if "-i" in rest.split():  # in the notebook's namespace
        return f"exec(open({path!r}).read())"
    found.imports.add("runpy")
    run = f"globals().update(runpy.run_path({path!r}, run_name='__main__'))"
    if not words[1:]:
        return run
    found.imports.add("sys")
    given = ", ".join([repr(path), *map(_command, words[1:])])
    return f"sys.argv = [{given}]; {run}"


def _run_notebook(path: str, number: int, found: Found) -> str:
    """The code of another notebook, which Jupyter runs as if its cells stood here."""
    if found.indented:
        found.problem(
            "NB107", number, f"`%run {path}` runs another notebook inside of a block",
            "take it out of the block, or put what it defines into a module and import it",
        )  # fmt: skip
        return "pass"
    other = found.others.get(path)
    if other is None:
        found.problem(
            "NB107", number,
            f"`%run {path}` runs a notebook that is not there, cannot be read or runs this one",
            "correct its path, or tag the cell with `%%skip`",
        )  # fmt: skip
        return "pass"
    cells = [to_python(cell.source, others=other.others) for cell in other.code]
    for each in cells:
        found.requirements += each.requirements
        found.imports |= {*each.imports}
        found.scripts += each.scripts
        for problem in each.problems:
            found.problem(problem.code, number, f"{problem.message}, in {path}", problem.cure)
    text = "\n".join(each.source for each in cells) or "pass"
    found.brought.append((number, text.count("\n") + 1))
    return text


def _pylab(rest: str, number: int, found: Found) -> str:
    return (
        "from pylab import *; import numpy; import numpy as np; import matplotlib; "
        "from matplotlib import mlab, pylab, pyplot; import matplotlib.pyplot as plt"
    )


_LINE_MAGICS: dict[str, Callable[[str, int, Found], str]] = {
    "time": _time,
    "prun": _prun,
    "cd": _cd,
    "env": _env,
    "set_env": _env,
    "run": _run,
    "pylab": _pylab,
}


def _shell(command: str, number: int, found: Found) -> str:
    install = _INSTALL.match(command)
    if install is not None:
        found.requirements.extend(_packages(install[1]))
        return "pass"
    if _leaves_nothing(command):
        return "pass"
    found.imports.add("subprocess")
    return f"subprocess.run({_command(command)}, {_CHECKED}"


_CHECKED = "shell=True, check=True)"


def unchecked(python: str) -> str:
    """The Python of a cell, which goes on after a shell command that fails, as Jupyter does."""
    return python.replace(_CHECKED, "shell=True)")


def _leaves_nothing(command: str) -> bool:
    """Whether a command only shows something, or changes the folder of a shell that ends with it."""
    words = command.split()
    match words:
        case [] | ["pip", "list" | "show" | "freeze", *_]:
            return True
        case ["python" | "python3" | "conda", *options]:
            return not {"--version", "-V", "list"}.isdisjoint(options)
        case ["cd", *_]:
            return not _CHAINED.search(command)
    return words[0] in DISPLAY_COMMANDS and ">" not in command and "tee" not in words


_CHAINED = re.compile(r"&&|\|\||[;|]")


def _packages(arguments: str) -> list[str]:
    arguments = re.split(r"&&|[;|]| >", arguments, maxsplit=1)[0]
    try:
        words = shlex.split(arguments, comments=True)
    except ValueError:
        words = arguments.split()
    return [
        word
        for before, word in zip(["", *words], words, strict=False)
        if not word.startswith(("-", ".", "/", "git+", "http"))
        and before not in ("-r", "-c", "--index-url", "-i", "-f")
    ]


_DOLLAR = re.compile(r"(?<![\\$])\$([a-z_][a-z_0-9]*)(?![\w(])")
_SCRIPTED = re.compile(r"\b(?:for|while|read|awk|sed|perl)\b|[;'`]|\w=")


def _command(command: str) -> str:
    """A literal of the command; `{name}` and `$name` stand for a variable, as in IPython.

    Names in capitals are taken for variables of the environment, and so are all in a command that
    makes some of its own.

    >>> _command("head $path"), _command("echo {n} $HOME"), _command("for f in *; do cat $f; done")
    ("f'head {path}'", "f'echo {n} $HOME'", "'for f in *; do cat $f; done'")
    """
    if not _SCRIPTED.search(command):
        command = _DOLLAR.sub(r"{\1}", command)
    if re.search(r"(?<![{$])\{[A-Za-z_][^{}]*\}(?!\})", command):
        literal = f"f{command!r}"
        try:
            ast.parse(literal)
        except SyntaxError:
            return repr(command)
        return literal
    return repr(command.replace("{{", "{").replace("}}", "}"))


def _through_get_ipython(line: str, number: int, found: Found) -> str | None:
    """`get_ipython().run_line_magic('matplotlib', 'inline')`, as exported notebooks have it."""
    try:
        call = ast.parse(line, mode="eval").body
    except SyntaxError:
        return None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    words = [each.value for each in call.args if isinstance(each, ast.Constant)]
    if call.func.attr in ("magic", "run_line_magic"):
        name, _, rest = " ".join(map(str, words)).partition(" ")
        return _magic(name.lstrip("%"), rest, number, found)
    if call.func.attr in ("system", "getoutput") and words:
        return _shell(str(words[0]), number, found)
    if call.func.attr == "run_cell_magic":
        found.problem(
            "NB107", number, "`run_cell_magic` runs only inside IPython",
            "write the cell in Python, or tag it with `%%skip`",
        )  # fmt: skip
    return "pass"
