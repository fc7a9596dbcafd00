"""State beside the variables: random generators, environment, working directory, figures."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

from .fingerprint import fingerprint


def random_states() -> dict[str, str | None]:
    """A digest of each global random generator that is there."""
    return {
        name: fingerprint(state())
        for name, state in _GENERATORS.items()
        if name in sys.modules and state() is not None
    }


def fresh_states() -> dict[str, str | None]:
    """What the generators that were loaded since the start had been before any use."""
    return {"numpy.random": fingerprint(_numpy_as_imported())} if _has_numpy() else {}


def _has_numpy() -> bool:
    return "numpy.random.mtrand" in sys.modules


def _numpy_state() -> Any:
    return sys.modules["numpy.random"].get_state(legacy=False)["state"] if _has_numpy() else None


def _numpy_as_imported() -> Any:
    generator = sys.modules["numpy.random.mtrand"]._rand._bit_generator
    seed = getattr(generator, "seed_seq", None) or getattr(generator, "_seed_seq", None)
    return type(generator)(seed).state["state"]


_GENERATORS = {
    "random": lambda: sys.modules["random"].getstate(),
    "numpy.random": _numpy_state,
    "torch": lambda: sys.modules["torch"].get_rng_state().numpy(),
}
"""The state of a module's global generator, by the module's name."""


def environment() -> dict[str, str]:
    return dict(os.environ)


def differences(before: dict[str, str], after: dict[str, str]) -> dict[str, str | None]:
    """What was set, and None for what was removed."""
    changed = {name: value for name, value in after.items() if before.get(name) != value}
    return {**changed, **dict.fromkeys(before.keys() - after.keys())}


def new_paths(known: Collection[str], folder: str) -> list[str]:
    """Where imports look now and did not before, as seen from a folder; far away as it is."""
    found = [each for each in sys.path if each and each not in known and Path(each).is_dir()]
    near = {Path(os.path.relpath(each, folder)): each for each in found}
    up = (os.pardir,) * NEAR
    return [each if path.parts[:NEAR] == up else str(path) for path, each in near.items()]


NEAR = 4
"""Folders up from the notebook's from which a path is told as it is."""


def open_figures() -> list[int]:
    pyplot = sys.modules.get("matplotlib.pyplot")
    return [int(number) for number in pyplot.get_fignums()] if pyplot else []


def exit_status(source: str, namespace: dict[str, Any]) -> int:
    """How the last shell command of a cell ended, which IPython keeps and does not fail for."""
    status = namespace.get("_exit_code", 0) if "!" in source else 0
    return status if isinstance(status, int) else 0


def loaded_modules() -> set[str]:
    """Top-level modules that are loaded and are not Python's own."""
    tops = {name.partition(".")[0] for name in list(sys.modules)}
    return {top for top in tops if top not in sys.stdlib_module_names and not top.startswith("_")}
