"""Values as bytes come back as they went."""

from __future__ import annotations

import pickle
import sys
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
import sympy
from matplotlib.figure import Figure
from patsy.highlevel import dmatrix
from sklearn.neighbors import KNeighborsClassifier

from nb2pipe.runtime.values.blobs import Packed, unpacked


@pytest.mark.parametrize("char", np.typecodes["AllInteger"] + "?efdgFDGO")
def test_an_array_comes_back_with_numpys_own_type(char: str) -> None:
    """So that `numpy.asarray` gives the array itself, as it did where the array was made."""
    array = unpacked(Packed.of(np.zeros(3, char)).content())
    assert np.asarray(array, dtype=char) is array


@pytest.mark.parametrize("dtype", [">f8", "M8[s]", "S3", "U2", [("a", "i4"), ("b", "f8")]])
def test_an_array_of_another_type_comes_back_with_that(dtype: object) -> None:
    array = np.zeros(3, dtype)  # pyright: ignore[reportArgumentType, reportCallIssue]
    assert unpacked(Packed.of(array).content()).dtype == array.dtype


def test_an_estimator_that_is_fitted_with_what_came_holds_it_once() -> None:
    points = unpacked(Packed.of(np.arange(12.0).reshape(6, 2)).content())
    nearest = KNeighborsClassifier(algorithm="kd_tree").fit(points, [0, 1] * 3)
    assert nearest._tree.__getstate__()[0] is nearest._fit_X


def test_a_class_whose_module_nobody_has_loaded_comes_back_as_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """numpy has `numpy.rec` only once somebody asks for it, and records before."""
    records = np.rec.array([(1, 2.0)], names="a,b")
    monkeypatch.delitem(sys.modules, "numpy.rec")
    assert type(unpacked(Packed.of(records).content())) is np.recarray


def sent(value: Any) -> Any:
    """A value as it comes back where no caller has the names of the code that made it."""
    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(unpacked, Packed.of(value).content()).result()


POINTS = pd.DataFrame({"x": np.arange(1.0, 9), "y": np.arange(1.0, 9) ** 2, "kind": [*"abababab"]})


def test_a_model_takes_its_formula_with_it() -> None:
    """statsmodels alone makes the design again, of the names that it finds where it is unpickled."""

    def half(values: pd.Series) -> pd.Series:
        return values / 2

    fit = smf.ols("y ~ half(x) + C(kind)", POINTS).fit()
    back = sent(fit)
    assert back.model.data.model_spec.column_names == fit.model.data.model_spec.column_names
    assert back.predict(POINTS).tolist() == fit.predict(POINTS).tolist()
    assert half  # the formula alone names it


def test_design_matrices_travel() -> None:
    """patsy lets nobody pickle them."""
    matrix = dmatrix("x + kind", POINTS)
    back = sent(matrix)
    assert type(back) is type(matrix)
    assert back.design_info.column_names == ["Intercept", "kind[T.b]", "x"]
    assert back.tolist() == matrix.tolist()


def test_a_polynomial_comes_back_with_its_own_attributes_alone() -> None:
    series = np.polynomial.Polynomial([1, 2])
    assert vars(sent(series)).keys() == vars(series).keys()


class Tally(pd.Series):
    """A series of one's own, as `empiricaldist` has them."""

    @property
    def _constructor(self) -> type[Tally]:
        return Tally


def test_a_frame_of_ones_own_comes_back_with_what_it_was_given() -> None:
    """pandas alone forgets what is not in `_metadata`, and adds an attribute of its own."""
    tally = Tally([1, 2], index=["a", "b"], name="n").set_flags(allows_duplicate_labels=False)
    vars(tally)["source"] = "here"
    tally.attrs["asked"] = 3
    back = sent(tally)
    assert type(back) is Tally
    assert vars(back).keys() == vars(tally).keys()
    assert (back.to_dict(), back.name, back.source) == ({"a": 1, "b": 2}, "n", "here")
    assert back.attrs == {"asked": 3}
    assert back.flags._obj() is back
    assert not back.flags.allows_duplicate_labels


def test_a_path_comes_back_with_what_it_has_worked_out() -> None:
    path = Path("data/a.csv")
    assert str(path) != hash(path)
    back = sent(path)
    assert back._hash == path._hash  # pyright: ignore[reportAttributeAccessIssue]
    assert (back, back.name, hash(back)) == (path, "a.csv", hash(path))
    assert back._str == path._str  # pyright: ignore[reportAttributeAccessIssue]


def test_a_state_stays_the_dictionary_that_it_is() -> None:
    """Whatever its class makes of it."""
    first = Keeper()
    first.kept = vars(first)  # pyright: ignore[reportAttributeAccessIssue]
    ordered = Ordered()
    assert sent(first).kept.keys() == {"kept"}
    assert sent(ordered).names == ["b", "a"]


def test_a_function_that_nobody_finds_by_name_does_not_keep_a_figure_here() -> None:
    figure = Figure()
    lock = Lock()
    figure.stale_callback = lambda *_: lock
    assert sent(figure).stale_callback is None


def test_a_part_of_a_figure_still_tells_of_its_changes() -> None:
    line = Figure().subplots().plot([1, 2])[0]
    back = sent(line)
    assert back.stale_callback is line.stale_callback is not None
    assert back.get_ydata().tolist() == [1, 2]
    assert back.figure.axes == [back.axes]


class Optimizer:
    """What torch's optimizers have: they forget their hooks, and a scheduler counts their steps."""

    __module__ = "torch.optim.optimizer"

    def __init__(self) -> None:
        self.rate, self.hooks = 0.1, {"before": print}
        self.step = lambda: None

    def __getstate__(self) -> dict[str, float]:
        return {"rate": self.rate}


class Descent(Optimizer):
    pass


def test_an_optimizer_comes_back_with_its_hooks() -> None:
    assert vars(sent(Descent())) == {"rate": 0.1, "hooks": {"before": print}}


class Tensor:
    """What torch's tensors have: they forget the gradient that was worked out for them."""

    __module__ = "torch"
    is_leaf = True

    def __init__(self, number: float) -> None:
        self.number = number
        self.grad: Tensor | None = None

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        return Tensor, (self.number,)


def test_a_tensor_comes_back_with_its_gradient() -> None:
    tensor = Tensor(2.0)
    tensor.grad = Tensor(0.5)
    back = sent(tensor)
    assert (back.number, back.grad.number) == (2.0, 0.5)


class Keeper:
    """What estimators, and pandas' arrays of texts, have: they take their state themselves."""

    def __init__(self) -> None:
        self.kept = 1

    def __setstate__(self, state: dict[str, int]) -> None:
        vars(self).update(state)


class Ordered:
    """Its state is no plain dictionary."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __getstate__(self) -> OrderedDict[str, int]:
        return OrderedDict(a=1, b=2)

    def __setstate__(self, state: OrderedDict[str, int]) -> None:
        state.move_to_end("a")
        self.names = list(state)


def test_what_came_back_is_pickled_with_others_as_what_was_sent() -> None:
    """Pickle writes a name once for all attributes of it only where that is one text."""
    assert pickle.dumps([sent(Keeper()), Keeper()]) == pickle.dumps([Keeper(), Keeper()])


def test_an_expression_comes_back_with_what_it_has_worked_out() -> None:
    """sympy alone forgets its hash, which is the process's own, and what was asked of it."""
    known, new = sympy.Float("1.5"), sympy.Float("2.5")
    assert known.is_positive
    expression = sympy.IndexedBase("u")
    assert hash(expression) == expression._mhash
    assert sent(known)._assumptions == known._assumptions != new._assumptions
    assert sent(new)._assumptions == new._assumptions
    assert [sent(each)._mhash is None for each in (expression, sympy.IndexedBase("v"))] == [
        False,
        True,
    ]
