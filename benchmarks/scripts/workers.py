"""Print the seconds that eight seconds of computing take in two processes."""

import sys
from multiprocessing import Process
from pathlib import Path
from time import perf_counter

LOOPS = 18_000_000  # about a second
BURN = f"def burn(a):\n    x = 0\n    for i in range({LOOPS}):\n        x += i\n    return x\n"


def four():
    space = {}
    exec(BURN, space)
    for _ in range(4):
        space["burn"](1)


def project(folder):
    package = folder / "burning"
    package.mkdir(exist_ok=True)
    (folder / "pyproject.toml").write_text('[tool.nb2pipe]\npackage = "burning"\n')
    (package / "__init__.py").write_text("")
    (folder / "conf" / "base").mkdir(parents=True, exist_ok=True)
    (folder / "conf" / "base" / "parameters.yml").write_text("a: 1\n")
    (package / "nodes.py").write_text(BURN)
    (package / "pipeline.py").write_text(
        "from nb2pipe.runtime import Pipeline, node\n\nfrom . import nodes\n\n\n"
        "def create_pipeline():\n    return Pipeline(\n"
        '        [node(nodes.burn, "params:a", f"o{i}", name=f"n{i}") for i in range(8)]\n    )\n'
    )


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        started = perf_counter()
        both = [Process(target=four) for _ in range(2)]
        for each in both:
            each.start()
        for each in both:
            each.join()
    else:
        from nb2pipe.runtime import load_project

        project(Path(sys.argv[2]))
        loaded = load_project(sys.argv[2])
        started = perf_counter()
        assert loaded.run(runner="processes", workers=2, cache=False).status == "success"
    print(perf_counter() - started)
