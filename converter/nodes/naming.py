"""Names for nodes and sections, and their docstrings, from what the notebook says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from keyword import iskeyword

from ..source.notebook import Cell, Notebook
from .describing import describe
from .roles import Kept
from .verbs import acts, begins_with_verb, imperative, is_vague

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


def section_titles(notebook: Notebook) -> dict[str, str]:
    """What the heading of each section says, by the section's name; the first of a name counts."""
    titles: dict[str, str] = {}
    for cell in notebook.cells:
        if cell.kind == "markdown":
            for each in _headings(cell.source):
                titles.setdefault(slug(each.title), sentence(_plain_text(each.title)))
    return titles


def _section_level(notebook: Notebook) -> int:
    """The heading level that names sections: the first that occurs more than once."""
    counts = [0] * 7
    for cell in notebook.cells:
        if cell.kind == "markdown":
            for each in _headings(cell.source):
                counts[each.level] += 1
    return next((level for level in (1, 2, 3) if counts[level] > 1), 2)


@lru_cache(maxsize=1024)
def _headings(source: str) -> tuple[Heading, ...]:
    plain = _FENCE.sub("", source)
    found = ((len(match[1]), match[2]) for match in _HEADING.finditer(plain))
    return tuple(Heading(level, _NUMBER.sub("", title)) for level, title in found)


_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*[.):]|\d+(?:\.\d+)+)\s+(?=[^\W\d])")
"""What numbers a heading: `5. Export`, `2.1 Cleaning`."""


@lru_cache(maxsize=1024)
def _prose(source: str) -> str:
    """What the plain text of a Markdown cell, below its last heading, says of the code below it.

    That is its last sentence where it leads over to the code, `We can fit it like this:`, and else
    the first that says something, and the one after it.
    """
    source = _HEADING.split(_FENCE.sub("", source))[-1]
    blocks = re.split(r"\n\s*\n", source)
    plain = [block.strip() for block in blocks if block.strip() and not _is_special(block.strip())]
    if not plain:
        return ""
    if (last := _plain_text(plain[-1])).endswith(":"):
        return sentences(last)[-1]
    said = [each for each in sentences(_plain_text(plain[0])) if each[-1:] != "?"]
    telling = [each for each in said if each.count(" ") > 1 and each[-1] != "!"]
    return " ".join((telling or said)[:2])


_ABBREVIATIONS = "Prof. Dr. Mr. Mrs. Ms. St. Fig. Eq. No. vs. e.g. i.e.".split()
_SENTENCE_END = re.compile(
    "".join(rf"(?<!\b{re.escape(each)})" for each in _ABBREVIATIONS)
    + r"(?<=[.!?])(?<!\b[A-Z]\.)\s+(?=[A-Z`*])"
)


def sentences(text: str) -> list[str]:
    """The sentences of a text.

    >>> sentences("Load it, e.g. by hand. Then fit a model.")
    ['Load it, e.g. by hand.', 'Then fit a model.']
    """
    return _SENTENCE_END.split(text)


_UNDERLINED = re.compile(r"^[^\n]+\n[ \t]*(?:={3,}|-{3,})[ \t]*$")
"""A heading that is marked by a line below it."""


def _is_special(block: str) -> bool:
    return bool(_UNDERLINED.match(block)) or block.startswith(
        ("|", "!", "<", "$", ">", "- ", "* ", "+ ", "1.", "---", "===", "[")
    )


def _plain_text(markdown: str) -> str:
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    text = re.sub(r"(\*\*|__|\*)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"</?[a-zA-Z][^<>]*>", "", text)
    return " ".join(text.split())


# ---------------------------------------------------------------- docstrings


def docstring(cells: Sequence[Kept], around: Mapping[int, Setting]) -> str:
    """What a node's docstring says: the leading comment, else the Markdown, else the heading."""
    first = cells[0]
    setting = around.get(first.number, Setting())
    said = leading_comment(first.source.cell) or setting.text or _plain_text(setting.heading)
    return sentence(said)


def leading_comment(cell: Cell) -> str:
    """The comment at the top of a cell, unless it is code that was commented out."""
    return _leading_comment(cell.source)


@lru_cache(maxsize=2048)
def _leading_comment(source: str) -> str:
    text = source.lstrip()
    if not text.startswith(("#", "%%")):
        return ""
    lines: list[str] = []
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped.startswith("%%"):
            continue
        if not stripped.startswith("#"):
            break
        lines.append(_said_by(stripped))
    text = " ".join(line for line in lines if line)
    return "" if _is_code(text) or _says_more(source) else text


def _says_more(source: str) -> bool:
    """Whether comments below the first say what the rest of a cell does: it is of the first lines."""
    lines = source.split("\n")
    code = next((at for at, line in enumerate(lines) if line.strip() and line[:1] not in "#%"), 0)
    said = (_said_by(line) for line in lines[code:] if line[:1] == "#")
    return any(each and not _is_code(each) for each in said)


def _said_by(comment: str) -> str:
    return _RULE.sub("", _FORM.sub("", comment.lstrip("#!").strip())).strip()


_FORM = re.compile(r"^@(?:title|markdown)\s*|(?<=\S)\s*\{[^{}]*\}$")
"""What Colab's forms put around a title: `@title Load { display-mode: "form" }`."""

_RULE = re.compile(r"[-=*~_#]{3,}")
"""A line that somebody drew."""


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
    "as at so then here i you can will do does be into using use show shows how example examples "
    "another called should".split()
)


@lru_cache(maxsize=2048)
def short_slug(text: str) -> str:
    """A name of the words of a text that carry its meaning, or an empty string.

    >>> short_slug("Example 1 - Loading the Data"), short_slug("Step 3"), short_slug("Now what?")
    ('load_data', '', '')
    """
    plain = re.sub(r"<[^>]*>|\$[^$]*\$|\{[^}]*\}", " ", text)
    plain = NUMBERED.sub("", plain.strip(" *#`_"))
    first = re.split(r"[.;:!(\n]|, | [-\u2013\u2014]+ ", plain.strip())[0]
    if first.rstrip().endswith("?") or QUESTION.match(first):
        return ""
    words = [word for word in re.findall(r"\w+", first) if word.lower() not in SMALL_WORDS]
    if not words or len(words) > 6 or (len(words) == 1 and words[0].lower() in EMPTY_HEADINGS):
        return ""
    return slug(" ".join([imperative(words[0].lower()), *words[1:]]), words=4)


NUMBERED = re.compile(
    r"(another )?(examples?|exercises?|steps?|parts?|chapter|section|question|task|lesson|problem|"
    r"solution|appendix|q)\b[ .#]*(\d[\w.]*|[ivx]+\b|one|two|three|four|five)?[ .:)\u2013\u2014-]*",
    re.I,
)
"""What stands before a heading's own words: `Example 1 -`, `Step 3.`"""

QUESTION = re.compile(r"(what|how|why|when|which|who|where|if|did|don't|do you)\b", re.I)

EMPTY_HEADINGS = frozenset(
    "overview introduction api data references performance discussion setup summary conclusion "
    "conclusions background motivation exercises examples solutions optional bonus note todo "
    "output results result code notes imports test".split()
)
"""Headings of one word that say nothing of the cell below them."""


def node_names(
    cells: Sequence[Kept], around: Mapping[int, Setting], makes: Sequence[str]
) -> Iterator[str]:
    """Names for a node, the best first.

    A comment or heading that says what to do comes first, then the verb and the thing made; any
    other comment or heading helps where the variable's name says little.
    """
    comment = short_slug(leading_comment(cells[0].source.cell))
    told = comment or short_slug(around.get(cells[0].number, Setting()).heading)
    statements = [each for cell in cells for each in cell.statements or cell.source.statements]
    described = (slug(each.replace("_", " ")) for each in describe(statements, makes))
    best = next(described, "") or f"run_cell_{cells[0].number}"
    verb, _, thing = best.partition("_")
    says_what = begins_with_verb(told)
    subject = told if says_what or not told or "_" in comment else _with_verb(verb, told)
    if subject and (says_what or not thing or verb == "run" or is_vague(thing)):
        yield subject
    yield best
    yield from filter(None, (subject, *described))


def _with_verb(verb: str, told: str) -> str:
    return told if told.startswith(f"{verb}_") or acts(told) else f"{verb}_{told}"


def first_free(names: Iterable[str], taken: set[str]) -> str:
    """The first name that is not taken; where all are, the first of them with a number."""
    found: list[str] = []
    for name in names:
        if name not in taken and not iskeyword(name):
            taken.add(name)
            return name
        found.append(name)
    return unique(found[0], taken)


def unique(name: str, taken: set[str]) -> str:
    """The name, or the first free one that counts up from it; it is taken from then on."""
    chosen, count = name, 2
    while chosen in taken or iskeyword(chosen):
        chosen = f"{name}_{count}"
        count += 1
    taken.add(chosen)
    return chosen
