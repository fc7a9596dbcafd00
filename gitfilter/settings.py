"""What a project keeps and drops: `[tool.nb2pipe.git]` of the nearest pyproject.toml.

The filter, the diff driver, the hook and the commands all get it from `lookup`, so they agree.
"""

from __future__ import annotations

from . import volatile


class Settings:
    """What stays and what goes, beyond what a cell or a notebook says for itself."""

    __slots__ = (
        "drop_empty_cells",
        "extra_keys",
        "keep_count",
        "keep_keys",
        "keep_output_types",
        "keep_outputs",
        "max_size",
        "normalize",
        "on_invalid",
        "paths",
        "prefixes",
        "restore_outputs",
    )

    def __init__(
        self,
        *,
        keep_outputs: bool = False,
        keep_count: bool = False,
        keep_output_types: tuple[str, ...] = (),
        max_size: int | None = None,
        extra_keys: tuple[str, ...] = (),
        keep_keys: tuple[str, ...] = (),
        drop_empty_cells: bool = False,
        normalize: bool = False,
        on_invalid: str = "error",
        restore_outputs: bool = False,
    ) -> None:
        self.keep_outputs = keep_outputs
        self.keep_count = keep_count
        self.keep_output_types = keep_output_types  # output types or media types, `image/*`
        self.max_size = max_size  # bytes of a kept output; alone it keeps all that are smaller
        self.extra_keys = extra_keys
        self.keep_keys = keep_keys
        self.drop_empty_cells = drop_empty_cells
        self.normalize = normalize
        self.on_invalid = on_invalid
        self.restore_outputs = restore_outputs
        self.paths = _volatile_paths(extra_keys, keep_keys)
        self.prefixes = {prefix for path in self.paths for prefix in _prefixes(path)}

    @property
    def judges_outputs(self) -> bool:
        """Whether some outputs of a cell that says nothing itself may stay and others go."""
        return self.max_size is not None or bool(self.keep_output_types and not self.keep_outputs)


def _volatile_paths(extra: tuple[str, ...], keep: tuple[str, ...]) -> frozenset[str]:
    paths = {*volatile.NOTEBOOK, *volatile.CELL, *extra}.difference(keep)
    return frozenset(path.encode().decode("latin-1") for path in paths)


def _prefixes(path: str) -> list[str]:
    """The paths of the objects around what a path names."""
    found = []
    dot = path.find(".")
    while dot >= 0:
        found.append(path[:dot])
        dot = path.find(".", dot + 1)
    return found


DEFAULT = Settings()
