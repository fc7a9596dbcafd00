"""What catalog files say: entries, credentials, variables of the environment, factories."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ..datasets.base import Dataset
from ..datasets.types import dataset_class
from ..errors import ConfigError, Nb2pipeError, suggestion

_VARIABLE = re.compile(r"\$\{(?P<name>[A-Za-z_]\w*)(?::-(?P<default>[^}]*))?\}")
_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Factory:
    """An entry whose name is a pattern, such as `"{name}_csv"`, and stands for many datasets."""

    pattern: str
    entry: Mapping[str, Any]

    @property
    def rank(self) -> tuple[int, int, str]:
        """Patterns that say more come first; then those with more fields; then by name."""
        fields = _FIELD.findall(self.pattern)
        said = len(_FIELD.sub("", self.pattern))
        return (-said, -len(fields), self.pattern)


def read_config(path: Path) -> dict[str, Any]:
    """Read a YAML file that holds a mapping; an empty file is an empty one.

    Raises:
        ConfigError: with the file, and the line where there is one.
    """
    import yaml

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"there is no file {path}", cure="correct its path") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is no text in UTF-8", cure="save it as UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it cannot be read"
        raise ConfigError(f"{path}{line} is no YAML: {problem}", cure="correct that line") from None
    if content is not None and not isinstance(content, dict):
        raise ConfigError(
            f"{path} holds a {type(content).__name__}, not a mapping of names",
            cure="write `name:` and below it, indented, what belongs to it",
        )
    return content or {}


def split_factories(
    config: Mapping[str, Any], credentials: Mapping[str, Any]
) -> tuple[dict[str, dict[str, Any]], list[Factory]]:
    """Part entries from factories, with variables and credentials filled in.

    Names that start with `_` are anchors for YAML and no entries.
    """
    entries = {
        str(name): _completed(str(name), entry, credentials)
        for name, entry in config.items()
        if not str(name).startswith("_")
    }
    factories = [Factory(name, entry) for name, entry in entries.items() if _FIELD.search(name)]
    plain = {name: entry for name, entry in entries.items() if not _FIELD.search(name)}
    return plain, sorted(factories, key=lambda factory: factory.rank)


def match_factory(name: str, factories: Iterable[Factory]) -> dict[str, Any] | None:
    """The entry that the first fitting factory gives a dataset of that name.

    >>> match_factory("a_csv", [Factory("{n}_csv", {"type": "t", "filepath": "{n}.csv"})])
    {'type': 't', 'filepath': 'a.csv'}
    """
    for factory in factories:
        fields = _pattern(factory.pattern).fullmatch(name)
        if fields:
            return _mapped(factory.entry, partial(_filled, fields=fields.groupdict()))
    return None


def build_dataset(name: str, entry: Mapping[str, Any]) -> Dataset:
    """The dataset that an entry describes.

    Raises:
        ConfigError: the type is unknown, or the type does not take what the entry says.
    """
    settings = dict(entry)
    try:
        kind = dataset_class(settings.pop("type"))
    except Nb2pipeError as error:
        raise ConfigError(f"catalog entry {name!r}: {error}", cure=error.cure) from None
    if hasattr(kind, "from_config"):  # Kedro's own protocol
        return kind.from_config(name, dict(entry), None, None)
    try:
        return kind(**settings)
    except TypeError as error:
        reason = str(error).removeprefix(f"{kind.__name__}.__init__() ")
        raise ConfigError(f"catalog entry {name!r}: {reason}", cure=_allowed(kind)) from None


def _allowed(kind: type[Any]) -> str:
    import inspect

    taken = [name for name in inspect.signature(kind).parameters if name != "workdir"]
    return f"a {kind.__name__} takes: {', '.join(taken)}"


def _completed(name: str, entry: Any, credentials: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("type"), str):
        raise ConfigError(
            f"catalog entry {name!r} does not say its type",
            cure="write `type: pandas.CSVDataset`, or another type, below its name",
        )
    filled = _mapped(entry, lambda text: _expanded(name, text))
    wanted = filled.get("credentials")
    if isinstance(wanted, str):
        filled["credentials"] = _credential(name, wanted, credentials)
    return filled


def _credential(name: str, wanted: str, credentials: Mapping[str, Any]) -> Any:
    if wanted not in credentials:
        raise ConfigError(
            f"catalog entry {name!r} names credentials {wanted!r}, which are not there",
            cure=f"add them to conf/local/credentials.yml; {suggestion([wanted], sorted(credentials))}",
        )
    return _mapped(credentials[wanted], lambda text: _expanded(name, text))


def _expanded(name: str, text: str) -> str:
    """Put variables of the environment in their place: `${NAME}` or `${NAME:-default}`."""

    def value(found: re.Match[str]) -> str:
        said = os.environ.get(found["name"], found["default"])
        if said is None:
            raise ConfigError(
                f"catalog entry {name!r} reads the variable {found['name']}, which is not set",
                cure=f"set {found['name']} in the environment, or write "
                f"`${{{found['name']}:-default}}`",
            )
        return said

    return _VARIABLE.sub(value, text)


def _pattern(pattern: str) -> re.Pattern[str]:
    parts = _FIELD.split(pattern)
    seen: set[str] = set()
    written = ""
    for place, part in enumerate(parts):
        if place % 2 == 0:
            written += re.escape(part)
        else:
            written += f"(?P={part})" if part in seen else f"(?P<{part}>.+?)"
            seen.add(part)
    return re.compile(written)


def _filled(text: str, fields: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda found: fields.get(found[1], found[0]), text)


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """The same nested value with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _mapped(item, change) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_mapped(item, change) for item in value]
    return value
