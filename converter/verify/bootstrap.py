"""Code that loads the probe into another Python, without a trace in anybody's namespace."""

from __future__ import annotations

from pathlib import Path

PROBE = "_nb2pipe_probe"
"""The name under which the probe is loaded there, so that an installed nb2pipe is another."""

FOLDERS = (Path(__file__).parents[2] / "runtime" / "values", Path(__file__).with_name("probe"))
"""Where its modules are: how values travel is the runtime's, which imports the standard library
alone for that, too."""

_LOAD = """
import importlib, sys, types
if {probe!r} not in sys.modules:
    package = types.ModuleType({probe!r})
    package.__path__ = {folders!r}
    sys.modules[{probe!r}] = package
importlib.import_module({module!r}).{call}
"""


def call_in_probe(module: str, call: str) -> str:
    """One statement that calls a function of the probe and binds no name.

    >>> call_in_probe("watch", "start()").startswith("exec(")
    True
    """
    code = _LOAD.format(
        probe=PROBE,
        folders=list(map(str, FOLDERS)),
        module=f"{PROBE}.{module}",
        call=call,
    )
    return f"exec({code!r}, {{}})"
