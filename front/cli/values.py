"""What options of the command line mean: names, parameters, grids, versions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import click

from nb2pipe.runtime import UsageError

_BETWEEN_PARAMETERS = re.compile(r",(?=\s*[\w.]+\s*=)")


def names(
    _context: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> list[str] | None:
    """Names from options that may be repeated or hold several, with commas between."""
    found = [name.strip() for text in given for name in text.split(",") if name.strip()]
    return found or None


def parameters(
    _context: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> dict[str, Any]:
    """Parameters from `key=value`; values are YAML, keys may have dots.

    Raises:
        UsageError: there is no `=`, or the value is no YAML.
    """
    pairs = (pair for text in given for pair in _BETWEEN_PARAMETERS.split(text))
    return {key: _yaml(value, pair) for pair in pairs for key, value in [_parted(pair)]}


def grid(
    _context: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> dict[str, list[Any]]:
    """Values to try from `key=a,b,c` or `key=[…]`; each is YAML.

    Raises:
        UsageError: there is no `=`, or the values are no YAML.
    """
    return {key: _several(text, value) for text in given for key, value in [_parted(text)]}


def versions(
    _context: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> dict[str, str]:
    """Versions from `dataset:stamp`.

    Raises:
        UsageError: there is no `:`.
    """
    return dict(_version(text.strip()) for text in _split(given))


def _several(text: str, value: str) -> list[Any]:
    whole = value if value.lstrip().startswith("[") else f"[{value}]"
    found = _yaml(whole, text)
    if not found:
        raise UsageError(f"--sweep {text!r} names no value", cure="write --sweep NAME=1,2,3")
    return found


def _version(text: str) -> tuple[str, str]:
    name, colon, stamp = text.partition(":")
    if not colon or not stamp:
        raise UsageError(f"{text!r} names no version", cure="write --load-version DATASET:STAMP")
    return name, stamp


def _split(given: Iterable[str]) -> list[str]:
    return [part for text in given for part in text.split(",") if part.strip()]


def _parted(pair: str) -> tuple[str, str]:
    key, equals, value = pair.partition("=")
    if not equals or not key.strip():
        raise UsageError(f"{pair!r} is no parameter", cure="write --params NAME=VALUE")
    return key.strip(), value


def _yaml(value: str, pair: str) -> Any:
    import yaml

    try:
        return yaml.safe_load(value)
    except yaml.YAMLError:
        raise UsageError(
            f"the value of --params {pair!r} is no YAML", cure="put quotes around the text in it"
        ) from None
