"""pandas and polars: labels, dtypes and values, column by column, read in place."""

from __future__ import annotations

from typing import Any

from .arrays import feed_array, feed_elements
from .digest import Digest, kind

SLICE = 1 << 16
"""Rows of a polars column made into Python values at once."""


@kind("pandas.DataFrame")
def feed_frame(frame: Any, digest: Digest) -> None:
    digest.text(f"{type(frame).__name__}:{frame.shape};")
    feed_index(frame.columns, digest)
    feed_index(frame.index, digest)
    for position in range(frame.shape[1]):
        feed_column(frame.iloc[:, position], digest)
    _feed_attrs(frame, digest)


@kind("pandas.Series")
def feed_series(series: Any, digest: Digest) -> None:
    digest.text(f"{type(series).__name__}:{series.shape}:{series.name!r};")
    feed_index(series.index, digest)
    feed_column(series, digest)
    _feed_attrs(series, digest)


@kind("pandas.Index")
def feed_index(index: Any, digest: Digest) -> None:
    """Names and labels; a range counts as the integers that it stands for."""
    digest.text(f"index:{index.shape}:{list(index.names)!r}:{getattr(index, 'freq', None)!r};")
    for level in range(index.nlevels):
        feed_column(index.get_level_values(level) if index.nlevels > 1 else index, digest)


def feed_column(column: Any, digest: Digest) -> None:
    digest.text(f"column:{column.dtype};")
    array = column.to_numpy() if hasattr(column.dtype, "newbyteorder") else column.array
    if hasattr(column.dtype, "newbyteorder"):
        feed_elements(array, digest)
    else:
        digest.content(array)


@kind("pandas.Categorical")
def feed_categorical(array: Any, digest: Digest) -> None:
    digest.text(f"ordered:{array.ordered};")
    feed_index(array.categories, digest)
    feed_array(array.codes, digest)


@kind("pandas.DatetimeLikeArrayMixin")
def feed_times(array: Any, digest: Digest) -> None:
    digest.text(f"{array.dtype};")
    feed_array(array.asi8, digest)


@kind("pandas.BaseMaskedArray")
def feed_nullable(array: Any, digest: Digest) -> None:
    """Values where there are any: what lies under the mask is left over from anything."""
    dtype = array.dtype.numpy_dtype
    digest.text(f"{array.dtype};")
    feed_array(array.isna(), digest)
    feed_array(array.to_numpy(dtype=dtype, na_value=dtype.type(0)), digest)


@kind("pandas.IntervalArray")
def feed_intervals(array: Any, digest: Digest) -> None:
    digest.text(f"{array.dtype}:{array.closed};")
    feed_index(array.left, digest)
    feed_index(array.right, digest)


@kind("pandas.SparseArray")
def feed_sparse_column(array: Any, digest: Digest) -> None:
    digest.text(f"{array.dtype}:{len(array)}:{array.fill_value!r};")
    feed_array(array.sp_values, digest)
    feed_array(array.sp_index.indices, digest)


@kind("pandas.ExtensionArray")
def feed_extension(array: Any, digest: Digest) -> None:
    """Any other extension array, strings among them: by its items."""
    digest.text(f"{array.dtype}:{len(array)};")
    digest.items(array.tolist())


@kind("pandas.Timestamp", "pandas.Timedelta", "pandas.Period", "pandas.Interval")
@kind("pandas.NaTType", "pandas.NAType")
def feed_pandas_scalar(value: Any, digest: Digest) -> None:
    digest.text(f"{type(value).__name__}:{value!r}:{getattr(value, 'unit', '')};")


@kind("pandas.ExtensionDtype")
def feed_pandas_dtype(dtype: Any, digest: Digest) -> None:
    digest.text(f"dtype:{dtype!r};")


def _feed_attrs(value: Any, digest: Digest) -> None:
    if value.attrs:
        digest.feed(value.attrs)


@kind("polars.DataFrame")
def feed_polars(frame: Any, digest: Digest) -> None:
    digest.text(f"polars:{frame.shape};")
    for column in frame.get_columns():
        feed_polars_series(column, digest)


@kind("polars.Series")
def feed_polars_series(series: Any, digest: Digest) -> None:
    digest.text(f"column:{series.name!r}:{series.dtype!r}:{len(series)};")
    for start in range(0, len(series), SLICE):
        digest.items(series.slice(start, SLICE).to_list())
