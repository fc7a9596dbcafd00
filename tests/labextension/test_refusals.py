"""What the endpoints refuse, and how."""

from __future__ import annotations

import json
from http.cookies import SimpleCookie

import pytest
from tornado.httpclient import HTTPClientError

from nb2pipe.labextension import requests

from .conftest import CELLS, notebook_of

ENDPOINTS = ("analyse", "svg", "code", "edit", "convert", "verify", "run", "cancel")


@pytest.mark.parametrize("endpoint", ENDPOINTS)
async def test_without_a_token_nothing_is_done(
    endpoint, jp_serverapp, http_server_client, jp_base_url
):
    """Every endpoint that acts is authenticated."""
    with pytest.raises(HTTPClientError) as caught:
        await http_server_client.fetch(
            f"{jp_base_url}nb2pipe/api/{endpoint}", method="POST", body="{}"
        )
    assert caught.value.code == 403


@pytest.mark.parametrize(
    "endpoint", ["version", "runs", "history?path=a", "compare?path=a&one=b&two=c", "events?run=x"]
)
async def test_without_a_token_nothing_is_told(
    endpoint, jp_serverapp, http_server_client, jp_base_url
):
    """Every endpoint that tells is authenticated."""
    with pytest.raises(HTTPClientError) as caught:
        await http_server_client.fetch(f"{jp_base_url}nb2pipe/api/{endpoint}")
    assert caught.value.code == 403


@pytest.fixture
def post_as_page(jp_serverapp, http_server_client, jp_base_url):
    """Send a request as a page in a logged-in browser does: with cookies, and with no token.

    `is_ours` says whether the page is Jupyter's, which can read the cookies of its own site.
    """

    async def send(endpoint, *, is_ours):
        token = jp_serverapp.identity_provider.token
        jar = SimpleCookie()
        for page in ("login", f"api/me?token={token}"):
            seen = await http_server_client.fetch(f"{jp_base_url}{page}")
            for each in seen.headers.get_list("Set-Cookie"):
                jar.load(each)
        headers = {"Cookie": "; ".join(f"{name}={held.value}" for name, held in jar.items())}
        if is_ours:
            headers["X-XSRFToken"] = jar["_xsrf"].value
        return await http_server_client.fetch(
            f"{jp_base_url}nb2pipe/api/{endpoint}",
            method="POST",
            body=json.dumps({"notebook": notebook_of(*CELLS)}),
            headers=headers,
        )

    return send


@pytest.mark.parametrize("endpoint", ENDPOINTS)
async def test_another_site_can_do_nothing_with_a_users_cookies(post_as_page, endpoint):
    """A request with cookies needs the token against cross-site requests (XSRF) as well."""
    with pytest.raises(HTTPClientError) as caught:
        await post_as_page(endpoint, is_ours=False)
    assert (caught.value.code, b"_xsrf" in caught.value.response.body) == (403, True)


async def test_the_panel_is_served_with_cookies_alone(post_as_page):
    """It sends what only a page of the same site can read."""
    assert (await post_as_page("analyse", is_ours=True)).code == 200


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"notebook": {}}, "`nbformat`"),
        ({"notebook": [1]}, "not a notebook"),
        ({"notebook": {"nbformat": 3, "worksheets": []}}, "format 3"),
        ({"notebook": {"nbformat": 4, "cells": [7]}}, "not a cell"),
        ({"notebook": notebook_of(), "auto": "yes"}, "`auto`"),
        ({"notebook": notebook_of(), "detail": "most"}, "no detail 'most'"),
        ({"notebook": notebook_of(), "previous": {"a": "left"}}, "numbers"),
    ],
)
async def test_what_is_no_notebook_is_a_bad_request(refused, body, said):
    """The answer says in two sentences what is wrong and what to send."""
    status, answer = await refused("analyse", **body)
    assert (status, said in answer["message"], bool(answer["cure"])) == (400, True, True)


async def test_what_is_no_json_is_a_bad_request(jp_fetch):
    """A body that cannot be parsed is told so."""
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch("nb2pipe", "api", "analyse", method="POST", body="{half")
    assert caught.value.code == 400
    assert "no JSON object" in json.loads(caught.value.response.body)["message"]


async def test_a_body_that_is_too_large_is_refused(refused, monkeypatch):
    """The limit is far above any notebook without outputs."""
    monkeypatch.setattr(requests, "LARGEST_BODY", 100)
    status, answer = await refused("analyse", notebook=notebook_of(*CELLS))
    assert (status, answer["cure"]) == (413, "send the notebook without its outputs")


OUTSIDE = ("../secret.ipynb", "/../../secret.ipynb", "link/secret.ipynb", "a\0b.ipynb")


@pytest.mark.parametrize("path", OUTSIDE)
async def test_no_notebook_outside_of_the_root_is_read(
    refused, jp_root_dir, tmp_path_factory, path
):
    """Neither dots nor links lead out of the server's root."""
    (jp_root_dir / "link").symlink_to(tmp_path_factory.mktemp("outside"))
    status, _ = await refused("convert", path=path)
    assert status == 403


@pytest.mark.parametrize("path", OUTSIDE)
async def test_nothing_outside_of_the_root_is_remembered(
    refused, jp_root_dir, tmp_path_factory, path
):
    """The analysis looks at the project beside a notebook, and nowhere else."""
    (jp_root_dir / "link").symlink_to(tmp_path_factory.mktemp("outside"))
    for endpoint in ("analyse", "svg", "code"):
        status, _ = await refused(endpoint, notebook=notebook_of(*CELLS), path=path)
        assert status == 403


@pytest.mark.parametrize("path", ["..", "../other", "/../.."])
async def test_no_project_outside_of_the_root_is_run_or_written(refused, jp_root_dir, path):
    """A project's folder lies below the root as well."""
    (jp_root_dir / "a.ipynb").write_text(json.dumps(notebook_of(*CELLS)))
    assert (await refused("run", project=path))[0] == 403
    assert (await refused("convert", path="a.ipynb", folder=path))[0] == 403
    assert (await refused("verify", path="a.ipynb", folder=path))[0] == 403


async def test_a_notebook_with_errors_is_not_converted(refused, jp_root_dir):
    """Findings are told with the status of content that cannot be processed, and their codes."""
    (jp_root_dir / "a.ipynb").write_text(json.dumps(notebook_of("%%node a\nx = (1")))
    status, answer = await refused("convert", path="a.ipynb")
    assert (status, "NB101" in answer["codes"]) == (422, True)


@pytest.mark.parametrize(
    ("endpoint", "body"),
    [("run", {"project": "nowhere"}), ("verify", {"path": "no.ipynb"}), ("cancel", {"run": "x"})],
)
async def test_what_is_not_there_is_not_found(refused, endpoint, body):
    """A project, notebook or run that does not exist is told so."""
    assert (await refused(endpoint, **body))[0] == 404
