"""The command line as a user calls it, and notebooks to call it with."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from nb2pipe.cli import main

WriteNotebook = Callable[..., Path]


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


Call = Callable[..., Said]


@pytest.fixture
def nb2pipe(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call `nb2pipe` with these words, in this process."""

    def call(*words: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["nb2pipe", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        assert code is None or isinstance(code, int)
        return Said(code or 0, *capsys.readouterr())

    return call


@pytest.fixture
def write_notebook(tmp_path: Path) -> WriteNotebook:
    """Write a notebook with these code cells; one that begins with `#md` is Markdown."""

    def write(*sources: str, name: str = "sample.ipynb") -> Path:
        cells = [
            {"cell_type": "markdown", "id": f"c{at}", "metadata": {}, "source": source[4:]}
            if source.startswith("#md ")
            else {
                "cell_type": "code", "id": f"c{at}", "metadata": {}, "source": source,
                "outputs": [], "execution_count": None,
            }
            for at, source in enumerate(sources)
        ]  # fmt: skip
        content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
        path = tmp_path / name
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return write
