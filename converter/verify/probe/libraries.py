"""Types of single libraries that keep their content where only they can say it."""

from __future__ import annotations

import json
import sys
from typing import Any

from .digest import Digest, Opaque, kind


@kind("xgboost.Booster")
def feed_xgboost(booster: Any, digest: Digest) -> None:
    try:
        content = booster.save_raw()
    except Exception:  # noqa: BLE001, a booster that was never trained refuses in its own way
        raise Opaque(type(booster)) from None
    digest.text("booster:")
    digest.buffer(content)


@kind("lightgbm.Booster")
def feed_lightgbm(booster: Any, digest: Digest) -> None:
    digest.text("booster:")
    digest.atom(booster.model_to_string(num_iteration=-1))


@kind("sympy.Basic", "sympy.MatrixBase")
def feed_symbolic(expression: Any, digest: Digest) -> None:
    """An expression as it is written: its hash, which it keeps, is another in each process."""
    digest.text(f"sympy:{sys.modules['sympy'].srepr(expression)};")


@kind("plotly.BaseFigure")
def feed_plotly(figure: Any, digest: Digest) -> None:
    """A figure as its JSON, whose order of keys a pickle round trip changes."""
    content = json.loads(figure.to_json(validate=False))
    digest.text(f"plotly:{type(figure).__name__}:{json.dumps(content, sort_keys=True)};")
