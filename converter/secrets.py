"""Secrets of a run: what looks like one is written into no file of a project."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .verify.observation import Observation

SECRET = re.compile(r"(?i)passw|passphrase|pwd|secret|token|api_?key|private_?key|credential|auth")
"""Names, of variables here and in the environment, of what nobody else is to know."""

SHORTEST = 6
"""Characters of a value of the environment that is told from others."""


def without_secrets(seen: Observation, environment: Mapping[str, str]) -> Observation:
    """What a run showed, without the values of secret variables and of secrets in the environment."""
    secrets = [
        value
        for name, value in environment.items()
        if SECRET.search(name) and len(value) >= SHORTEST
    ]
    holding = {
        (name, cell.number)
        for cell in seen.cells
        for name, kind in cell.types.items()
        if SECRET.search(name) or any(secret in kind.literal for secret in secrets)
    }
    return seen.without_values(lambda name, number: (name, number) in holding)
