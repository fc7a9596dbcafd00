"""The panel in a real JupyterLab, with real kernels, in a real browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from .lab import STATIC, TOKEN, Lab, running_lab

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SUITES = ("notebook", "runs", "large", "access")

CHROMIUM = next((found for name in BROWSERS if (found := shutil.which(name))), None)
NODE = shutil.which("node")
MISSING = [
    what
    for what, there in {
        "Node.js": NODE,
        "Chromium": CHROMIUM,
        "the panel (npm run build:prod)": (STATIC / "package.json").is_file(),
        "playwright-core (npm ci)": (ROOT / "labextension/node_modules/playwright-core").is_dir(),
    }.items()
    if not there
]

IS_REQUIRED = os.environ.get("NB2PIPE_BROWSER") == "require"

pytestmark = [
    pytest.mark.skipif(bool(MISSING) and not IS_REQUIRED, reason=f"needs {', '.join(MISSING)}"),
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(600),
]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("lab")) as found:
        shutil.copy(ROOT / "sample_notebooks/spaceflights.ipynb", found.root)
        yield found


@pytest.mark.parametrize("suite", SUITES)
def test_the_panel_works_in_a_browser(lab: Lab, suite: str) -> None:
    """Each suite is a file of node:test beside this one; what failed there is shown here."""
    failed = failures(lab, suite, "lab")
    assert not failed, failed


def test_the_panel_works_in_notebook_7(tmp_path: Path) -> None:
    """The other front end that is made of JupyterLab's parts."""
    pytest.importorskip("notebook", "7", reason="needs Notebook 7")
    with running_lab(tmp_path, "notebook") as server:
        failed = failures(server, "notebook7", "notebook")
        assert not failed, failed


def failures(server: Lab, suite: str, app: str) -> str:
    """Run a suite against a server; gives what each of its failed tests said."""
    assert NODE
    assert CHROMIUM
    env = os.environ | {"LAB_URL": server.url, "LAB_TOKEN": TOKEN, "LAB_APP": app}
    env["CHROMIUM"] = CHROMIUM
    done = subprocess.run(
        [NODE, "--test", "--test-reporter=tap", str(HERE / "browser" / f"{suite}.test.mjs")],
        env=env,
        capture_output=True,
        text=True,
    )
    print(*re.findall(r"# (from the .*)", done.stdout), sep="\n")
    if done.returncode == 0:
        return ""
    failed = re.findall(r"^not ok.*?^  \.\.\.$", done.stdout, re.MULTILINE | re.DOTALL)
    return "\n".join(failed) or done.stdout + done.stderr


def test_the_panels_rules_hold() -> None:
    """The units of the panel, by vitest."""
    npm = shutil.which("npm")
    assert npm
    done = subprocess.run([npm, "test"], cwd=ROOT / "labextension", capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
