"""How a cell says what it is: a magic on its first line, or a tag in its metadata."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

from ...runtime.errors import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Role(StrEnum):
    """What a cell is in the pipeline; the value is the magic's name."""

    NODE = "node"
    PARAMETERS = "params"
    CATALOG = "catalog"
    SETUP = "setup"
    REPORT = "report"
    SKIP = "skip"


ROLE_OF_TAG = {
    "node": Role.NODE,
    "parameters": Role.PARAMETERS,
    "catalog": Role.CATALOG,
    "setup": Role.SETUP,
    "report": Role.REPORT,
    "skip": Role.SKIP,
}
"""The cell tags, without the `:NAME` that `node` and `report` may carry."""

NAMED = frozenset({Role.NODE, Role.REPORT})
"""The roles whose cells may have a name."""

MAGIC_LINE = re.compile(r"%%(?P<role>node|params|catalog|setup|report|skip)(?P<rest>[ \t].*)?$")


@dataclass(frozen=True, slots=True)
class NodeOptions:
    """The options of `%%node`. Inputs and outputs map a variable to a dataset's name."""

    inputs: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    namespace: str | None = None
    retries: int = 0
    retry_delay: float | None = None
    """Seconds."""
    timeout: float | None = None
    """Seconds."""
    cache: bool = True
    isolated: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """What a cell was tagged as."""

    role: Role
    name: str | None = None
    options: NodeOptions = NodeOptions()


class TagError(UsageError):
    """A tag line that cannot be read."""


def find_magic(source: str) -> tuple[int, str] | None:
    """Find a cell's tag line: its line number (from 1) and text, or None.

    >>> find_magic("%%node clean\\ndf = df.dropna()")
    (1, '%%node clean')
    """
    if not source.lstrip().startswith("%%"):
        return None
    for number, line in enumerate(source.split("\n"), 1):
        if line.strip():
            return (number, line.rstrip()) if MAGIC_LINE.match(line.rstrip()) else None
    return None


def is_catalog(source: str, tags: Iterable[str]) -> bool:
    """Whether a cell holds entries of the catalog; its tag line need not be one that can be read."""
    magic = find_magic(source)
    return magic[1].startswith("%%catalog") if magic else Role.CATALOG in tags


def without_magic(source: str) -> str:
    """Turn a cell's tag line into a comment, so that every other line keeps its number."""
    found = find_magic(source)
    if found is None:
        return source
    lines = source.split("\n")
    lines[found[0] - 1] = f"# {found[1]}"
    return "\n".join(lines)


def parse_magic(line: str) -> Tag:
    """Read a tag line such as `%%node clean -o df=clean_companies`.

    Raises TagError, which says what is allowed.
    """
    match = MAGIC_LINE.match(line.strip())
    if match is None:
        raise TagError(
            f"`{line}` is no tag line", cure="write `%%node NAME` on the cell's first line"
        )
    role = Role(match["role"])
    try:
        words = shlex.split(match["rest"] or "", comments=True)
    except ValueError as error:
        raise TagError(
            f"`{line.strip()}` cannot be read: {error}", cure="close the quotes"
        ) from None
    if role is not Role.NODE:
        return Tag(role, _plain_name(role, words))
    found = vars(_parser().parse_args(words))
    name = found.pop("name")
    if name is not None:
        _require_identifier(name)
    tags = tuple(found.pop("tags"))
    options = NodeOptions(
        inputs=_pairs(found.pop("inputs")), outputs=_pairs(found.pop("outputs")), tags=tags, **found
    )
    return Tag(role, name, options)


def tag_of(source: str, tags: Iterable[str], options: Mapping[str, Any]) -> Tag | None:
    """What a cell is by its magic, else by its metadata; raises TagError.

    `options` is what the cell's metadata holds under `nb2pipe`: the long names of the magic's
    options, with lists or mappings where the magic takes several words.
    """
    magic = find_magic(source)
    if magic is not None:
        return parse_magic(magic[1])
    return tag_in_metadata(tags, options)


def tag_in_metadata(tags: Iterable[str], options: Mapping[str, Any]) -> Tag | None:
    """What a cell's metadata says that it is; the first tag of ours counts."""
    for tag in tags:
        word, _, name = tag.partition(":")
        role = ROLE_OF_TAG.get(word)
        if role is None or (name and role not in NAMED):
            continue
        if name:
            _require_identifier(name)
        found = Tag(role, name or None)
        return replace(found, options=_from_metadata(options)) if role is Role.NODE else found
    return None


METADATA_KINDS: dict[str, tuple[tuple[type, ...], str]] = {
    "inputs": ((dict, list, tuple), "a mapping, or a list of names"),
    "outputs": ((dict, list, tuple), "a mapping, or a list of names"),
    "tags": ((list, tuple), "a list of words"),
    "namespace": ((str,), "a name"),
    "retries": ((int,), "a whole number"),
    "retry_delay": ((int, float), "a number of seconds"),
    "timeout": ((int, float), "a number of seconds"),
    "cache": ((bool,), "true or false"),
    "isolated": ((bool,), "true or false"),
}
"""What an option may be in a cell's metadata."""


def _from_metadata(options: Mapping[str, Any]) -> NodeOptions:
    known = {name: value for name, value in options.items() if name in NodeOptions.__slots__}
    if unknown := sorted(options.keys() - known.keys()):
        raise TagError(
            f"the cell's metadata has an unknown option {unknown[0]!r}",
            cure=f"use {', '.join(NodeOptions.__slots__)}",
        )
    for name, value in known.items():
        kinds, said = METADATA_KINDS[name]
        if not isinstance(value, kinds):
            raise TagError(
                f"the option {name!r} in the cell's metadata is {value!r}", cure=f"give it {said}"
            )
    for ports in ("inputs", "outputs"):
        if ports in known and not isinstance(known[ports], Mapping):
            known[ports] = _pairs(known[ports])
    if "tags" in known:
        known["tags"] = tuple(known["tags"])
    return NodeOptions(**known)


def _plain_name(role: Role, words: list[str]) -> str | None:
    if not words:
        return None
    if role not in NAMED or len(words) > 1 or words[0].startswith("-"):
        allowed = "at most a name" if role in NAMED else "nothing"
        raise TagError(f"`%%{role}` does not take {' '.join(words)!r}", cure=f"it takes {allowed}")
    _require_identifier(words[0])
    return words[0]


def _require_identifier(name: str) -> None:
    from keyword import iskeyword

    if not name.isidentifier() or iskeyword(name):
        raise TagError(
            f"{name!r} cannot name a node",
            cure="use letters, digits and underscores, as for a function",
        )


def _pairs(words: Iterable[str]) -> dict[str, str]:
    pairs = (word.partition("=") for many in words for word in many.split(",") if word)
    return {variable: dataset or variable for variable, _, dataset in pairs}


NODE_FLAGS = (
    "-i",
    "--inputs",
    "-o",
    "--outputs",
    "--tags",
    "--namespace",
    "--retries",
    "--retry-delay",
    "--timeout",
    "--no-cache",
    "--isolated",
)
"""What may stand on a `%%node` line, for messages and completion."""


@cache
def _parser() -> ArgumentParser:
    from argparse import ArgumentParser

    class Parser(ArgumentParser):
        def error(self, message: str) -> NoReturn:
            raise TagError(f"`%%node`: {message}", cure=f"the options are {', '.join(NODE_FLAGS)}")

    parser = Parser(prog="%%node", add_help=False, allow_abbrev=False)
    parser.add_argument("name", nargs="?")
    parser.add_argument("-i", "--inputs", nargs="+", action="extend", default=[])
    parser.add_argument("-o", "--outputs", nargs="+", action="extend", default=[])
    parser.add_argument("--tags", nargs="+", action="extend", default=[])
    parser.add_argument("--namespace")
    parser.add_argument("--retries", type=int, default=0)
    parser.add_argument("--retry-delay", type=float)
    parser.add_argument("--timeout", type=float)
    parser.add_argument("--no-cache", dest="cache", action="store_false")
    parser.add_argument("--isolated", action="store_true")
    return parser
