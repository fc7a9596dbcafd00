"""A Jupyter server with the extension, and notebooks to send to it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pytest_jupyter.jupyter_server import *  # noqa: F403, its fixtures
from tornado.httpclient import HTTPClientError

CELLS = (
    "%%params\nrate = 2",
    "%%node load\nprices = [1, 2, 3]",
    "%%node scale\nscaled = [price * rate for price in prices]",
    "%%node total\nprint('adding')\nresult = sum(scaled)",
)


def notebook_of(*sources: str) -> dict[str, Any]:
    """The JSON of a notebook of code cells."""
    cells = [
        {
            "cell_type": "code",
            "id": f"c{number}",
            "metadata": {},
            "source": source,
            "outputs": [],
            "execution_count": None,
        }
        for number, source in enumerate(sources)
    ]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


@pytest.fixture
def jp_server_config() -> dict[str, Any]:
    return {
        "ServerApp": {
            "jpserver_extensions": {
                "nb2pipe.labextension": True,
                "jupyter_server_terminals": False,
            },
            "allow_unauthenticated_access": False,
        }
    }


Post = Callable[..., Awaitable[Any]]


@pytest.fixture
def post(jp_fetch: Any) -> Post:
    """Send JSON to an endpoint; gives the answer's JSON."""

    async def send(endpoint: str, **body: Any) -> Any:
        done = await jp_fetch("nb2pipe", "api", endpoint, method="POST", body=json.dumps(body))
        return json.loads(done.body)

    return send


@pytest.fixture
def refused(post: Post) -> Post:
    """Send JSON that is refused; gives the status and the answer's JSON."""

    async def send(endpoint: str, **body: Any) -> tuple[int, Any]:
        with pytest.raises(HTTPClientError) as caught:
            await post(endpoint, **body)
        assert caught.value.response is not None
        return caught.value.code, json.loads(caught.value.response.body)

    return send
