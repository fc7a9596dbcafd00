"""The handlers under `/nb2pipe/api/`: thin, authenticated, confined to the server's root."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import tornado.web
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado.iostream import StreamClosedError

from ..converter.memory import Memory
from ..converter.promote import FindingsError, package_name
from ..runtime.errors import Nb2pipeError, UsageError
from .answers import Source, analysed, code_of, svg_of
from .converting import convert
from .editing import set_entry, set_parameter
from .jobs import Job, Jobs
from .past import differences, project_of, runs_of
from .remembered import remembered
from .requests import Body, RequestError, inside, read_body

DETAILS = ("nodes", "flow", "all")
RUN_OPTIONS = ("from_nodes", "to_nodes", "nodes", "tags")


class Handler(APIHandler):
    """What all handlers share: checked bodies, and errors in two sentences."""

    auth_resource = "nb2pipe"

    @property
    def root(self) -> Path:
        return Path(self.settings["server_root_dir"]).expanduser()

    @property
    def jobs(self) -> Jobs:
        return self.settings["nb2pipe_jobs"]

    def body(self) -> Body:
        return read_body(self.request.body)

    def job(self, id_: str) -> Job:
        found = self.jobs.get(id_)
        if found is None:
            raise RequestError(
                f"there is no run {id_!r}",
                cure="list them with GET /nb2pipe/api/runs",
                status=HTTPStatus.NOT_FOUND,
            )
        return found

    def source(self, body: Body) -> Source:
        """The notebook in a body, with what its project remembers."""
        path = body.optional("path")
        project = project_of(self.root, path, body.optional("folder")) if path else None
        memory = remembered(project) if project else Memory()
        return Source(body.notebook(self.root), body.flag("auto"), memory)

    def project(self) -> Path:
        """The project of the notebook that the query names."""
        folder = self.get_query_argument("folder", None)
        return project_of(self.root, self.get_query_argument("path"), folder)

    async def aside(self, work: Callable[[], Any]) -> Any:
        """Do work off the event loop, which serves the kernels, too."""
        return await asyncio.get_running_loop().run_in_executor(None, work)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = kwargs.get("exc_info", (None, None, None))[1]
        if not isinstance(error, Nb2pipeError):
            super().write_error(status_code, **kwargs)
            return
        self.set_status(_status(error))
        self.finish(json.dumps(_told(error)))

    def log_exception(self, typ: Any, value: BaseException | None, tb: Any) -> None:
        if not isinstance(value, Nb2pipeError):
            super().log_exception(typ, value, tb)


def _status(error: Nb2pipeError) -> HTTPStatus:
    if isinstance(error, RequestError):
        return error.status
    is_usage = isinstance(error, UsageError)
    return HTTPStatus.BAD_REQUEST if is_usage else HTTPStatus.UNPROCESSABLE_ENTITY


def _told(error: Nb2pipeError) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "kind": type(error).__name__, "message": error.message, "cure": error.cure
    }  # fmt: skip
    if isinstance(error, FindingsError):
        plain["codes"] = [each.code for each in error.found]
    return plain


def _detail(body: Body) -> Any:
    detail = body.text("detail", "flow")
    if detail not in DETAILS:
        raise RequestError(f"there is no detail {detail!r}", cure=f"use {', '.join(DETAILS)}")
    return detail


class Version(Handler):
    @tornado.web.authenticated
    @authorized
    def get(self) -> None:
        from nb2pipe import __version__

        self.finish(json.dumps({"version": __version__}))


class Analyse(Handler):
    @tornado.web.authenticated
    @authorized
    async def post(self) -> None:
        body = self.body()
        source, detail, previous = self.source(body), _detail(body), body.numbers("previous")
        answer = await self.aside(lambda: analysed(source, detail=detail, previous=previous))
        self.finish(json.dumps(answer, default=str))


class Svg(Handler):
    @tornado.web.authenticated
    @authorized
    async def post(self) -> None:
        body = self.body()
        source, detail = self.source(body), _detail(body)
        self.finish({"svg": await self.aside(lambda: svg_of(source, detail=detail))})


class Code(Handler):
    @tornado.web.authenticated
    @authorized
    async def post(self) -> None:
        body = self.body()
        source, path = self.source(body), body.text("path")
        package = package_name(body.optional("name"), Path(path))
        self.finish(await self.aside(lambda: code_of(source, path, package)))


class Edit(Handler):
    @tornado.web.authenticated
    @authorized
    async def post(self) -> None:
        body = self.body()
        change = {"parameter": set_parameter, "entry": set_entry}.get(body.text("what"))
        if change is None:
            raise RequestError("`what` is unknown", cure="edit a `parameter` or an `entry`")
        edit = change(body.notebook(self.root), body.text("name"), body.text("value"))
        self.finish({"index": edit.index, "source": edit.source, "insert": edit.insert})


class Convert(Handler):
    @tornado.web.authenticated
    @authorized
    async def post(self) -> None:
        body, root = self.body(), self.root
        self.finish(json.dumps(await self.aside(lambda: convert(body, root))))


class Run(Handler):
    @tornado.web.authenticated
    @authorized
    async def post(self) -> None:
        body = self.body()
        path = body.text("project")
        project = inside(self.root, path)
        if not project.is_dir():
            raise RequestError(
                f"there is no project {path!r}",
                cure="convert the notebook first",
                status=HTTPStatus.NOT_FOUND,
            )
        options: dict[str, Any] = {name: body.names(name) for name in RUN_OPTIONS}
        options |= {
            "params": dict(body.mapping("params")),
            "runner": body.text("runner", "sequential"),
        }
        options |= {"workers": body.content.get("workers"), "cache": not body.flag("no_cache")}
        given = {name: value for name, value in options.items() if value not in (None, {})}
        job = Job("run", path, given)
        await self.jobs.start(job, {"project": str(project), "options": given}, project)
        self.set_status(HTTPStatus.ACCEPTED)
        self.finish(json.dumps(job.summary()))


class Verify(Handler):
    @tornado.web.authenticated
    @authorized
    async def post(self) -> None:
        body = self.body()
        path = body.text("path")
        notebook = inside(self.root, path)
        if not notebook.is_file():
            raise RequestError(
                f"there is no notebook {path!r}", cure="save it", status=HTTPStatus.NOT_FOUND
            )
        folder = body.optional("folder")
        target = str(inside(self.root, folder)) if folder else None
        task = {"notebook": str(notebook), "folder": target, "auto": body.flag("auto")}
        job = Job("verify", path, {"folder": folder} if folder else {})
        await self.jobs.start(job, task, notebook.parent)
        self.set_status(HTTPStatus.ACCEPTED)
        self.finish(json.dumps(job.summary()))


class Runs(Handler):
    @tornado.web.authenticated
    @authorized
    def get(self) -> None:
        runs = [job.summary() for job in self.jobs]
        self.finish(json.dumps({"runs": runs[::-1]}))


class History(Handler):
    @tornado.web.authenticated
    @authorized
    async def get(self) -> None:
        project = self.project()
        runs = await self.aside(lambda: runs_of(project))
        self.finish(json.dumps({"runs": runs}, default=str))


class Compare(Handler):
    @tornado.web.authenticated
    @authorized
    async def get(self) -> None:
        project = self.project()
        one, two = self.get_query_argument("one"), self.get_query_argument("two")
        if not runs_of(project):
            raise RequestError(
                "the project has no runs",
                cure="run it with POST /nb2pipe/api/run",
                status=HTTPStatus.NOT_FOUND,
            )
        found = await self.aside(lambda: differences(project, one, two))
        self.finish(json.dumps({"differences": found}, default=str))


class Cancel(Handler):
    @tornado.web.authenticated
    @authorized
    async def post(self) -> None:
        job = self.job(self.body().text("run"))
        await self.jobs.cancel(job)
        self.finish(json.dumps(job.summary()))


class Events(Handler):
    """Server-sent events of one run: those that were, then those that come."""

    @tornado.web.authenticated
    @authorized
    async def get(self) -> None:
        job = self.job(self.get_query_argument("run"))
        after = self._after()
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("Cache-Control", "no-cache")
        self.set_header("X-Accel-Buffering", "no")
        try:
            async for number in job.follow(after):
                self.write(_sent(job, number))
                await self.flush()
        except StreamClosedError:
            return
        self.finish(set_content_type="text/event-stream")

    def _after(self) -> int:
        last = self.request.headers.get("Last-Event-ID", "-1")
        return int(last) + 1 if last.lstrip("-").isdigit() else 0


def _sent(job: Job, number: int | None) -> str:
    if number is None:
        return ": still running\n\n"
    return f"id: {number}\ndata: {json.dumps(job.events[number])}\n\n"


ROUTES: dict[str, type[Handler]] = {
    "version": Version,
    "analyse": Analyse,
    "svg": Svg,
    "code": Code,
    "edit": Edit,
    "convert": Convert,
    "verify": Verify,
    "run": Run,
    "runs": Runs,
    "history": History,
    "compare": Compare,
    "events": Events,
    "cancel": Cancel,
}


def add_handlers(web_app: tornado.web.Application) -> None:
    """Add the routes to a Jupyter server."""
    web_app.settings["nb2pipe_jobs"] = Jobs()
    base = url_path_join(web_app.settings["base_url"], "nb2pipe", "api")
    web_app.add_handlers(
        ".*$", [(url_path_join(base, name), handler) for name, handler in ROUTES.items()]
    )
