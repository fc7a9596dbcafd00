"""docs/openapi.yml says what the server does."""

from __future__ import annotations

from pathlib import Path

import yaml

from nb2pipe.labextension.handlers import ROUTES

DESCRIBED = yaml.safe_load(
    (Path(__file__).parents[2] / "docs" / "openapi.yml").read_text(encoding="utf-8")
)["paths"]


def test_every_route_is_described():
    """And nothing else is."""
    assert {path.removeprefix("/") for path in DESCRIBED} == set(ROUTES)


def test_every_verb_is_described():
    """A route answers to the verbs that its description has."""
    for path, verbs in DESCRIBED.items():
        handler = ROUTES[path.removeprefix("/")]
        assert {verb for verb in ("get", "post") if verb in vars(handler)} == set(verbs)
