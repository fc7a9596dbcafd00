"""A JupyterLab of its own for browser tests: its settings, its folder, its port."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

STATIC = Path(__file__).parents[2] / "labextension" / "static_ext"
TOKEN = "browser-tests"
SECONDS = 120


@dataclass(frozen=True, slots=True)
class Lab:
    """A server that runs."""

    url: str
    root: Path


def environment(home: Path) -> dict[str, str]:
    """Folders of its own, with the panel as it was built last, and no news to be asked about."""
    names = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    places = {f"JUPYTER_{name}": str(home / name.lower()) for name in names}
    places |= {"IPYTHONDIR": str(home / "ipython"), "JUPYTER_PATH": str(home / "share")}
    places |= {
        f"JUPYTERLAB_{name}_DIR": str(home / name.lower()) for name in ("SETTINGS", "WORKSPACES")
    }
    extensions = home / "share" / "labextensions"
    extensions.mkdir(parents=True)
    (extensions / "nb2pipe").symlink_to(STATIC)
    news = home / "settings" / "@jupyterlab" / "apputils-extension"
    news.mkdir(parents=True)
    (news / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
    return os.environ | places


@contextmanager
def running_lab(home: Path, app: str = "jupyterlab") -> Iterator[Lab]:
    """Start a server in an empty folder, and end it with its kernels."""
    root = home / "root"
    root.mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = {
        "ServerApp": {
            "jpserver_extensions": {"nb2pipe.labextension": True},
            "root_dir": str(root),
            "port_retries": 0,
        },
        "IdentityProvider": {"token": TOKEN},
        "LabApp": {"expose_app_in_browser": True},
        "JupyterNotebookApp": {"expose_app_in_browser": True},
    }
    env = environment(home)
    (home / "config_dir").mkdir(exist_ok=True)
    (home / "config_dir" / "jupyter_server_config.json").write_text(json.dumps(config))
    words = ["--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"]
    with (home / "lab.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", app, *words],
            env=env,
            stdout=log,
            stderr=log,
            cwd=root,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            wait_for(f"{url}/api?token={TOKEN}", process, home / "lab.log")
            yield Lab(url, root)
        finally:
            end(process)


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server answers; its log is shown where it does not."""
    late = time.monotonic() + SECONDS
    while time.monotonic() < late and process.poll() is None:
        try:
            with urlopen(url, timeout=10):
                return
        except (URLError, OSError):
            time.sleep(0.3)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text(errors='replace')[-3000:]}")


def end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
