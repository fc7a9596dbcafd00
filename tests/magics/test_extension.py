"""The extension can be loaded, loaded again, reloaded and unloaded."""

from __future__ import annotations

import subprocess
import sys


def test_loading_twice_changes_nothing(live):
    live.run("from nb2pipe import load_ipython_extension as load\nload(get_ipython())")
    assert (
        live.value(
            "len([t for t in get_ipython().input_transformers_cleanup if 'nb2pipe' in t.__module__])"
        )
        == "1"
    )


def test_load_ext_twice_is_no_error(live):
    assert live.run("%load_ext nb2pipe").status == "ok"


def test_reloading_forgets_nothing(live):
    live.run("%%catalog\nnumbers:\n  type: json.JSONDataset\n  filepath: numbers.json")
    live.run("%reload_ext nb2pipe")
    assert "numbers.json" in live.run("%catalog").text


def test_unloading_leaves_no_magic(live):
    live.run("%unload_ext nb2pipe")
    assert live.run("%%node clean\nx = 1").status == "error"
    assert live.complete("%%no|") == []


def test_loading_does_not_load_what_is_heavy():
    """`%load_ext` costs what our own modules cost."""
    code = (
        "import sys; from IPython.core.interactiveshell import InteractiveShell\n"
        "from nb2pipe import load_ipython_extension as load\n"
        "load(InteractiveShell.instance())\n"
        "print({'pandas', 'numpy', 'libcst', 'nbformat', 'rich'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"
