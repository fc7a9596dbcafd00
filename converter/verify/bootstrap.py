"""Code that loads the probe into another Python, without a trace in anybody's namespace."""

from __future__ import annotations

from pathlib import Path

PROBE = "_nb2pipe_probe"
"""The name under which the probe is loaded there, so that an installed nb2pipe is another."""

FOLDER = Path(__file__).with_name("probe")

REDUCTIONS = Path(__file__).parents[2] / "runtime" / "values" / "reductions.py"
"""What of the runtime the probe needs: it imports the standard library alone, too."""

_LOAD = """
import importlib.util, sys, types
if {probe!r} not in sys.modules:
    package = types.ModuleType({probe!r})
    package.__path__ = [{folder!r}]
    sys.modules[{probe!r}] = package
    spec = importlib.util.spec_from_file_location({probe!r} + ".reductions", {reductions!r})
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
importlib.import_module({module!r}).{call}
"""


def call_in_probe(module: str, call: str) -> str:
    """One statement that calls a function of the probe and binds no name.

    >>> call_in_probe("watch", "start()").startswith("exec(")
    True
    """
    code = _LOAD.format(
        probe=PROBE,
        folder=str(FOLDER),
        reductions=str(REDUCTIONS),
        module=f"{PROBE}.{module}",
        call=call,
    )
    return f"exec({code!r}, {{}})"
