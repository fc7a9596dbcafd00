"""The script that git starts, beside a copy of this package.

It finds the modules that a start needs compiled in one file, since importing a dozen files takes
twice as long. Where that file is missing, or is for another Python, they are imported as usual.
"""

from __future__ import annotations

import gc
import sys
from _frozen_importlib import ModuleSpec  # pyright: ignore
from _frozen_importlib_external import MAGIC_NUMBER  # pyright: ignore
from marshal import loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

HERE = __file__.rpartition("/")[0]
PACKAGE = "gitfilter"


def read_bundle() -> dict[str, bytes]:
    """The modules' code by their names."""
    try:
        with open(f"{HERE}/start.{sys.implementation.cache_tag}", "rb") as file:
            data = file.read()
    except OSError:
        return {}
    size = len(MAGIC_NUMBER)
    return loads(data[size:]) if data[:size] == MAGIC_NUMBER else {}


class Bundle:
    """Finds and loads modules for `import`."""

    codes = read_bundle()

    @classmethod
    def find_spec(cls, name: str, path: object, target: object = None) -> ModuleSpec | None:
        if name not in cls.codes:
            return None
        return ModuleSpec(name, cls, is_package=name == PACKAGE)  # pyright: ignore

    @staticmethod
    def create_module(spec: object) -> None:
        """Leave that to the import system."""

    @classmethod
    def exec_module(cls, module: ModuleType) -> None:
        if module.__name__ == PACKAGE:
            module.__path__ = [f"{HERE}/{PACKAGE}"]  # where its other modules are
        exec(loads(cls.codes[module.__name__]), module.__dict__)


if __name__ == "__main__":
    gc.disable()  # a driver makes no cycles, and each start would look for some
    sys.path.insert(0, HERE)
    sys.meta_path.insert(0, Bundle)
    from gitfilter.driver import main

    sys.exit(main(sys.argv[1:]))
