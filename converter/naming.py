"""Names for nodes and sections, and their docstrings, from what the notebook says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from keyword import iskeyword
from pathlib import PurePath

from .notebook import Cell, Notebook
from .roles import Kept

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t#]*$", re.MULTILINE)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands above a code cell: the headings it is under, and the text that leads to it."""

    section: str = ""
    heading: str = ""
    """The nearest heading, where it stands between this cell and the one before."""
    text: str = ""


def settings(notebook: Notebook) -> dict[int, Setting]:
    """The setting of each code cell, by its number."""
    level = _section_level(notebook)
    found: dict[int, Setting] = {}
    section = heading = text = ""
    for cell in notebook.cells:
        if cell.kind == "markdown":
            for each in _headings(cell.source):
                heading, text = each.title, ""
                if each.level <= level:
                    section = each.title if each.level == level or level == 1 else ""
            text = _prose(cell.source) or text
        elif cell.runs:
            found[cell.number] = Setting(slug(section), heading, text)
            heading = text = ""
    return found


def _section_level(notebook: Notebook) -> int:
    """The heading level that names sections: the first that occurs more than once."""
    counts = [0] * 7
    for cell in notebook.cells:
        if cell.kind == "markdown":
            for each in _headings(cell.source):
                counts[each.level] += 1
    return next((level for level in (1, 2, 3) if counts[level] > 1), 2)


def _headings(source: str) -> list[Heading]:
    plain = _FENCE.sub("", source)
    return [Heading(len(match[1]), match[2]) for match in _HEADING.finditer(plain)]


def _prose(source: str) -> str:
    """The first paragraph of a Markdown cell, below its last heading, that is plain text."""
    source = _HEADING.split(_FENCE.sub("", source))[-1]
    blocks = re.split(r"\n\s*\n", source)
    plain = [block.strip() for block in blocks if block.strip() and not _is_special(block.strip())]
    return _plain_text(plain[0]) if plain else ""


def _is_special(block: str) -> bool:
    return block.startswith(("|", "!", "<", "$", ">", "- ", "* ", "+ ", "1.", "---", "===", "["))


def _plain_text(markdown: str) -> str:
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    text = re.sub(r"(\*\*|__|\*)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    return " ".join(text.split())


# ---------------------------------------------------------------- docstrings


def docstring(cells: Sequence[Kept], around: dict[int, Setting]) -> str:
    """What a node's docstring says: the leading comment, else the Markdown, else the heading."""
    first = cells[0]
    setting = around.get(first.number, Setting())
    said = leading_comment(first.source.cell) or setting.text or setting.heading
    return sentence(said)


def leading_comment(cell: Cell) -> str:
    """The comment at the top of a cell, unless it is code that was commented out."""
    lines: list[str] = []
    for line in cell.source.lstrip().split("\n"):
        stripped = line.strip()
        if stripped.startswith("%%"):
            continue
        if not stripped.startswith("#"):
            break
        lines.append(stripped.lstrip("#!").strip())
    text = " ".join(line for line in lines if line)
    return "" if _is_code(text) else text


def _is_code(text: str) -> bool:
    if not text or (" " in text and not re.search(r"[=()\[\]]", text)):
        return False
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return bool(re.search(r"[=()\[\]]", text)) or " " not in text


def sentence(text: str) -> str:
    """A docstring of a text: a summary line, the rest below it, each a sentence."""
    text = text.replace("\\", "\\\\").replace('"""', "'''").strip().strip(":").strip()
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?…" else f"{text}."


# ---------------------------------------------------------------- names


def slug(text: str, words: int = 5) -> str:
    """A Python name of a text, or an empty string.

    >>> slug("2. Clean the *companies* (again)")
    'clean_the_companies_again'
    """
    plain = re.sub(r"[`*_]|<[^>]*>|\$[^$]*\$", " ", text)
    parts = re.findall(r"\w+", plain.lower())
    while parts and not parts[0][0].isalpha():
        parts.pop(0)
    name = "_".join(parts[:words]).strip("_")
    if not name.isidentifier():
        return ""
    return f"{name}_" if iskeyword(name) else name


SMALL_WORDS = frozenset(
    "the a an of to and in on for with is are we our let us lets now this that these it its by from "
    "as at so then here i you can will do does be into using use".split()
)


def short_slug(text: str) -> str:
    """A name of the words of a text that carry its meaning."""
    first = re.split(r"[.;:!?(\n]|, ", text.strip())[0]
    words = [word for word in re.findall(r"\w+", first) if word.lower() not in SMALL_WORDS]
    if not words or len(words) > 6:
        return ""
    return slug(" ".join(words), words=4)


VERBS: tuple[tuple[str, str], ...] = (
    ("train_test_split", "split"),
    ("fit", "train"),
    ("fit_transform", "transform"),
    ("predict", "predict"),
    ("merge", "join"),
    ("join", "join"),
    ("concat", "combine"),
    ("groupby", "summarise"),
    ("pivot_table", "summarise"),
    ("agg", "summarise"),
    ("dropna", "clean"),
    ("fillna", "clean"),
    ("drop_duplicates", "clean"),
    ("drop", "clean"),
    ("rename", "clean"),
    ("replace", "clean"),
    ("astype", "clean"),
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
    ("sort", "sort"),
    ("query", "select"),
    ("loc", "select"),
)
"""What a cell does, by the call that says it best: the first that occurs in it."""


def node_name(
    cells: Sequence[Kept], around: dict[int, Setting], alone: bool, makes: Sequence[str]
) -> str:
    """A name for a node: of its comment, of the heading that is its own, or of verb and thing made."""
    first = cells[0]
    setting = around.get(first.number, Setting())
    named = short_slug(leading_comment(first.source.cell))
    if not named and (alone or setting.heading):
        named = short_slug(setting.heading)
    return named or _verb_and_thing(cells, makes)


def _verb_and_thing(cells: Sequence[Kept], makes: Sequence[str]) -> str:
    statements = [each for cell in cells for each in cell.statements or cell.source.statements]
    called = {name for each in statements for name in _called(each.node)}
    written = [
        effect.path
        for each in statements
        for effect in each.facts.effects
        if effect.kind == "writes" and effect.path
    ]
    if written and not makes and "savefig" not in called:
        return f"save_{slug(PurePath(written[0]).stem.replace('_', ' ')) or 'file'}"
    verb = next((verb for call, verb in VERBS if call in called), "make" if makes else "run")
    return slug(f"{verb} {_thing(cells, makes)}".replace("_", " ")) or f"cell_{cells[0].number}"


def _thing(cells: Sequence[Kept], makes: Sequence[str]) -> str:
    """What a node is about: what it binds before what it changes, and a word before a letter."""
    bound = {name for cell in cells for each in cell.statements for name in each.facts.binds}
    names = sorted(makes, key=lambda name: (len(name) == 1, name not in bound))
    return names[0].lower().strip("_") if names else ""


def _called(node: ast.stmt) -> Iterable[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute):
            yield each.attr
        elif isinstance(each, ast.Call) and isinstance(each.func, ast.Name):
            yield each.func.id


def unique(name: str, taken: set[str]) -> str:
    """The name, or the first free one that counts up from it; it is taken from then on."""
    chosen, count = name, 2
    while chosen in taken or iskeyword(chosen):
        chosen = f"{name}_{count}"
        count += 1
    taken.add(chosen)
    return chosen
