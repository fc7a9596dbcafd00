"""State beside the variables: random generators, environment, working directory, figures."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable
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


def import_places() -> frozenset[Path]:
    """The folders that modules are found in now."""
    return frozenset(Path(each).absolute() for each in sys.path)


def new_places(modules: Iterable[str], known: Collection[Path], folder: str) -> list[str]:
    """Where modules were found that stand in none of the places known, as seen from a folder."""
    places = {place for each in modules if (place := _place_of(each)) and place not in known}
    near = {place: Path(os.path.relpath(place, folder)) for place in sorted(places)}
    up = (os.pardir,) * FAR
    return [str(place if seen.parts[:FAR] == up else seen) for place, seen in near.items()]


FAR = 4
"""Folders up from the notebook's from which a place is told as it is."""


def _place_of(module: str) -> Path | None:
    """The folder that a top-level module stands in; None where it is in no file."""
    found = sys.modules.get(module)
    package = list(getattr(found, "__path__", None) or ())
    file = package[0] if package else getattr(found, "__file__", None)
    place = Path(file).absolute().parent if isinstance(file, str) else None
    return place if place and place.is_dir() else None


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
