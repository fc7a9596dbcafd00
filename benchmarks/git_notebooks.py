"""Notebooks with the outputs of a working day: images, tables, logs and interactive figures."""

from __future__ import annotations

import base64
import json
import random
from functools import partial
from pathlib import Path
from typing import Any

WORDS = (
    "load clean join model score plot group rate price company shuttle review order mean".split()
)


def write_notebooks(folder: Path, count: int, *, bytes_each: int = 255_000) -> list[Path]:
    """Write `count` seeded notebooks; each comes out at about `bytes_each` bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"notebook_{number:03}.ipynb" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(notebook_text(number, bytes_each), encoding="utf-8")
    return paths


def notebook_text(seed: int, size: int, *, images: tuple[int, int] = (8_000, 70_000)) -> str:
    """A notebook of about `size` bytes with images of so many, spelled as Jupyter spells it."""
    rng = random.Random(seed)
    cells: list[dict[str, Any]] = [_markdown(rng)]
    kinds = (_plain, _log, _table, partial(_image, sizes=images), _plotly)
    made = 0
    while made < size:
        kind = rng.choices(kinds, (5, 3, 3, 4, 1))[0]
        outputs = kind(rng, len(cells))
        cells += [_code(rng, len(cells), outputs)]
        if rng.random() < 0.3:
            cells.append(_markdown(rng))
        made += len(json.dumps(outputs))
    notebook = {"cells": cells, "metadata": _METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python", "version": "3.11.7", "file_extension": ".py"},
}


def _line(rng: random.Random) -> str:
    return (
        f"{rng.choice(WORDS)}_{rng.randrange(99)} = {rng.choice(WORDS)}(frame, {rng.random():.3f})"
    )


def _markdown(rng: random.Random) -> dict[str, Any]:
    text = [
        f"## {rng.choice(WORDS).title()} \u2192 {rng.choice(WORDS)}\n",
        " ".join(rng.sample(WORDS, 9)),
    ]
    return {
        "cell_type": "markdown",
        "id": f"{rng.getrandbits(32):08x}",
        "metadata": {},
        "source": text,
    }


def _code(rng: random.Random, count: int, outputs: list[dict[str, Any]]) -> dict[str, Any]:
    lines = [_line(rng) + "\n" for _ in range(rng.randrange(3, 14))]
    return {
        "cell_type": "code",
        "execution_count": count,
        "id": f"{rng.getrandbits(32):08x}",
        "metadata": {"execution": {"iopub.execute_input": "2026-01-01T00:00:00Z"}}
        if count % 3
        else {},
        "outputs": outputs,
        "source": [*lines, _line(rng)],
    }


def _plain(rng: random.Random, count: int) -> list[dict[str, Any]]:
    return [_result(count, {"text/plain": [f"{rng.random()}"]})]


def _log(rng: random.Random, count: int) -> list[dict[str, Any]]:
    lines = [
        f"epoch {n}: loss={rng.random():.6f} \u2588\u2588\u2588\n"
        for n in range(rng.randrange(5, 200))
    ]
    return [{"name": "stdout", "output_type": "stream", "text": lines}]


def _table(rng: random.Random, count: int) -> list[dict[str, Any]]:
    rows = [[f"{rng.random():.6f}" for _ in range(8)] for _ in range(rng.randrange(5, 60))]
    html = ['<div>\n<table border="1" class="dataframe">\n'.replace("\n", "") + "\n"]
    html += [
        line + "\n"
        for row in rows
        for line in ("    <tr>", *(f"      <td>{x}</td>" for x in row), "    </tr>")
    ]
    return [
        _result(count, {"text/html": html, "text/plain": ["  ".join(row) + "\n" for row in rows]})
    ]


def _image(rng: random.Random, count: int, sizes: tuple[int, int]) -> list[dict[str, Any]]:
    png = base64.b64encode(rng.randbytes(rng.randrange(*sizes))).decode() + "\n"
    data = {"image/png": png, "text/plain": ["<Figure size 640x480 with 1 Axes>"]}
    return [{"data": data, "metadata": {}, "output_type": "display_data"}]


def _plotly(rng: random.Random, count: int) -> list[dict[str, Any]]:
    trace = {"type": "scatter", "x": list(range(1500)), "y": [rng.random() for _ in range(1500)]}
    figure = {"data": [trace], "layout": {"template": "plotly"}}
    return [_result(count, {"application/vnd.plotly.v1+json": figure})]


def _result(count: int, data: dict[str, Any]) -> dict[str, Any]:
    return {"data": data, "execution_count": count, "metadata": {}, "output_type": "execute_result"}
