"""Cell magics as Python, line for line: what they run, write, time and capture."""

from __future__ import annotations

import ast
import re
import shlex

from .translation import Found, Script, open_lines

SHOWING_CELL_MAGICS = frozenset(
    "html HTML javascript js latex markdown svg SVG timeit prun memit mprun lprun help script_".split()
)
PLAIN_CELL_MAGICS = frozenset("time capture prun".split())
SCRIPT_CELL_MAGICS = {
    **dict.fromkeys(("bash", "sh", "python", "python3"), "-c"),
    **dict.fromkeys(("perl", "ruby"), "-e"),
}
"""Programs that run a cell, and how they are given it."""

_CELL_MAGIC = re.compile(r"%%(\w+)[ \t]*(.*)$")


def cell_magic(text: str, found: Found) -> tuple[str, bool]:
    """A cell whose first line is a magic, as Python, and whether it as a whole only shows something.

    A cell without one stays as it is.
    """
    stripped = text.lstrip("\n ")
    if not stripped.startswith("%%"):
        return text, False
    at = text[: len(text) - len(stripped)].count("\n")
    first, _, body = stripped.partition("\n")
    match = _CELL_MAGIC.match(first)
    if match is None:
        return text, False
    name, rest = match[1], match[2].strip()
    lead = "\n" * (at + 1)
    if name in PLAIN_CELL_MAGICS:
        if name == "capture" and (kept := _captures(rest)):
            return lead[:-1] + f"{kept}\n{_indented(body)}", False
        return lead + (rest + "\n" if name == "time" and rest and not body else "") + body, False
    if name in SCRIPT_CELL_MAGICS:
        found.imports.add("subprocess")
        option, script = SCRIPT_CELL_MAGICS[name], _quoted(body)
        return lead[:-1] + f'subprocess.run(["{name}", "{option}", {script}], check=True)', False
    if name in ("writefile", "file"):
        return lead[:-1] + _write_file(rest, body, found), False
    if name == "timeit" and _stores_into_others(body):
        return lead[:-1] + f"def timed():\n{_indented(body.rstrip())}\ntimed()", False
    if name in SHOWING_CELL_MAGICS:
        return "", True
    found.problem(
        "NB107", at + 1, f"`%%{name}` runs only inside IPython",
        "write the cell in Python, or tag it with `%%skip`",
    )  # fmt: skip
    return "", True


def _stores_into_others(body: str) -> bool:
    """Whether code changes what it has not made itself: `%%timeit` runs it as a function's body.

    >>> _stores_into_others("for i in rows: out[i] = i"), _stores_into_others("a = [0]; a[0] = 1")
    (True, False)
    """
    try:
        parts = list(ast.walk(ast.parse(body)))
    except (SyntaxError, ValueError):
        return False
    changed = [
        each for each in parts
        if isinstance(each, (ast.Subscript, ast.Attribute)) and isinstance(each.ctx, ast.Store)
    ]  # fmt: skip
    own = {
        each.id for each in parts if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }
    return any(_root(each) not in own for each in changed)


def _root(node: ast.expr) -> str:
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _captures(rest: str) -> str:
    """The head of a `with` that keeps output as `%%capture NAME` does; empty where no name is given.

    >>> _captures("--no-stderr out")
    'with capture_output(stderr=False) as out:'
    """
    words = rest.split()
    name = next((word for word in words if not word.startswith("-")), "")
    off = [word.removeprefix("--no-") for word in words if word.startswith("--no-")]
    options = ", ".join(f"{each}=False" for each in off)
    return f"with capture_output({options}) as {name}:" if name.isidentifier() else ""


def _indented(body: str) -> str:
    """The lines of a cell as a block, those apart that begin inside a string."""
    inside = open_lines(body)
    lines = [
        line if at in inside or not line.strip() else f"    {line}"
        for at, line in enumerate(body.split("\n"))
    ]
    has_code = any(line.strip() and not line.lstrip().startswith("#") for line in lines)
    return "\n".join(lines if has_code else [*lines, "    pass"])


def _write_file(rest: str, body: str, found: Found) -> str:
    words = shlex.split(rest)
    adds = "-a" in words or "--append" in words
    path = next((word for word in words if not word.startswith("-")), "")
    text = body if body.endswith("\n") else body + "\n"
    found.scripts.append(Script(path, text, adds))
    return f"with open({path!r}, {'a' if adds else 'w'!r}) as written_file: written_file.write({_quoted(text)})"


def _quoted(text: str) -> str:
    """A string literal of one or more lines that holds `text`."""
    if "\n" in text and '"""' not in text and "\\" not in text and not text.endswith('"'):
        return f'"""\\\n{text}"""'
    return repr(text)
