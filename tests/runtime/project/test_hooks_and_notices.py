"""A project's own hooks, its command and its webhook are told of its runs."""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from nb2pipe.runtime import load_project
from nb2pipe.runtime.errors import ConfigError

if TYPE_CHECKING:
    from ..conftest import MakeProject

NODES = """
    def load(a):
        return [a]


    def fail(a):
        raise ConnectionResetError("gone")
"""

LOADS = 'node(nodes.load, "params:a", "loaded")'
FAILS = 'node(nodes.fail, "params:a", "b")'

CONF = {"conf__base__parameters": "a: 10"}


HOOKS = """
    from nb2pipe.runtime import hookimpl

    TOLD = []


    @hookimpl
    def before_run(run_id, nodes, project):
        TOLD.append(("before_run", len(nodes), project.package))


    @hookimpl
    def before_node(node):
        TOLD.append(("before_node", node))


    @hookimpl
    def on_node_error(node, error):
        TOLD.append(("on_node_error", error.message))


    @hookimpl
    def after_run(status):
        TOLD.append(("after_run", status))
"""


def test_the_projects_hooks_are_called(make_project: MakeProject) -> None:
    folder = make_project(NODES, FAILS, package="hooked", **CONF, hooked__hooks__py="")
    (folder / "hooked" / "hooks.py").write_text(__import__("textwrap").dedent(HOOKS))
    project = load_project(folder)
    project.run()
    assert sys.modules["hooked.hooks"].TOLD == [
        ("before_run", 1, "hooked"),
        ("before_node", "fail"),
        ("on_node_error", "gone"),
        ("after_run", "failed"),
    ]


def told_to(project: Path, **settings: str) -> None:
    lines = "".join(f"{name} = {json.dumps(value)}\n" for name, value in settings.items())
    file = project / "pyproject.toml"
    file.write_text(f"{file.read_text()}\n[tool.nb2pipe.notify]\n{lines}")


def test_a_command_is_told_of_a_failure(make_project: MakeProject) -> None:
    folder = make_project(NODES, FAILS, **CONF)
    script = "import sys; open('told.json', 'w').write(sys.stdin.read())"
    told_to(folder, command=f'{sys.executable} -c "{script}"')
    load_project(folder).run()
    told = json.loads((folder / "told.json").read_text())
    assert (told["status"], told["failed"]) == ("failed", {"fail": "ConnectionResetError: gone"})


@pytest.mark.parametrize(("on", "times"), [("failure", 0), ("success", 1), ("always", 1)])
def test_a_webhook_is_told_when_it_wants_to_be(
    make_project: MakeProject, on: str, times: int
) -> None:
    told: list[Any] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None: ...

    folder = make_project(NODES, LOADS, **CONF)
    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        told_to(folder, webhook=f"http://127.0.0.1:{server.server_port}/", on=on)
        load_project(folder).run()
        server.shutdown()
    assert [each["status"] for each in told] == ["success"] * times


def test_a_notice_that_cannot_be_given_only_warns(
    make_project: MakeProject, caplog: pytest.LogCaptureFixture
) -> None:
    folder = make_project(NODES, FAILS, **CONF)
    told_to(folder, webhook="ftp://nowhere")
    assert load_project(folder).run().status == "failed"
    assert "nobody could be told" in caplog.text


def test_a_notice_that_nobody_understands_is_refused(make_project: MakeProject) -> None:
    folder = make_project(NODES, FAILS, **CONF)
    told_to(folder, on="sometimes")
    with pytest.raises(ConfigError, match="sometimes"):
        load_project(folder).run()
