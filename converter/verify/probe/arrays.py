"""numpy, scipy.sparse and torch: shape, dtype, and the elements to the bit.

Elements are read in place. Only an array whose elements do not lie in order is copied, a
chunk at a time.
"""

from __future__ import annotations

import sys
from typing import Any

from .digest import Digest, kind
from .objects import feed_reduced

CHUNK = 1 << 20
"""Elements copied at once from an array that does not lie in order."""

SPARSE_PARTS = ("data", "indices", "indptr", "offsets", "coords")


@kind("numpy.ndarray")
def feed_array(array: Any, digest: Digest) -> None:
    digest.text(f"{type(array).__name__}:{array.dtype}:{array.shape};")
    feed_elements(array, digest)


@kind("numpy.MaskedArray")
def feed_masked(array: Any, digest: Digest) -> None:
    digest.text(f"{type(array).__name__}:{array.dtype}:{array.shape};")
    feed_elements(array.filled(), digest)  # what lies under the mask may be anything
    feed_array(sys.modules["numpy"].ma.getmaskarray(array), digest)
    digest.text(repr(array.fill_value))


@kind("numpy.generic", "numpy.str_", "numpy.bytes_")
def feed_scalar(scalar: Any, digest: Digest) -> None:
    array = sys.modules["numpy"].asarray(scalar)
    digest.text(f"scalar:{array.dtype};")
    feed_elements(array, digest)


@kind("numpy.dtype")
def feed_dtype(dtype: Any, digest: Digest) -> None:
    digest.text(f"dtype:{dtype};")


def feed_elements(array: Any, digest: Digest) -> None:
    """Feed an array's elements in C order, whatever their order in memory."""
    dtype = array.dtype
    if (dtype.hasobject and not dtype.names) or dtype.kind == "T":
        digest.items(array.ravel().tolist())
    elif dtype.names:  # by field, for the bytes between fields hold anything
        for name in dtype.names:
            feed_array(array[name], digest)
    elif array.nbytes:
        _feed_bytes(sys.modules["numpy"].asarray(array), digest)


def _feed_bytes(array: Any, digest: Digest) -> None:
    if array.flags.c_contiguous:
        digest.buffer(array.reshape(-1).view("u1"))
        return
    chunks = sys.modules["numpy"].nditer(
        array, flags=["external_loop", "buffered"], order="C", buffersize=CHUNK
    )
    for chunk in chunks:
        contiguous = chunk if chunk.flags.c_contiguous else chunk.copy()
        digest.buffer(contiguous.view("u1"))


@kind("scipy.spmatrix", "scipy._spbase", "scipy.sparray")
def feed_sparse(matrix: Any, digest: Digest) -> None:
    digest.text(f"sparse:{type(matrix).__name__}:{matrix.dtype}:{matrix.shape};")
    if not hasattr(matrix, "data") or matrix.format in ("lil", "dok"):
        matrix = matrix.tocoo()
    for name in SPARSE_PARTS:
        part = getattr(matrix, name, ())
        for array in part if isinstance(part, tuple) else (part,):
            feed_array(array, digest)


@kind("torch.Tensor")
def feed_tensor(tensor: Any, digest: Digest) -> None:
    torch = sys.modules["torch"]
    digest.text(f"tensor:{tensor.dtype}:{tuple(tensor.shape)}:{tensor.requires_grad};")
    if tensor.layout is not torch.strided or tensor.is_quantized:
        feed_reduced(tensor, digest)
        return
    flat = tensor.detach().cpu().contiguous().reshape(-1)
    if flat.numel():
        feed_elements(flat.view(torch.uint8).numpy(), digest)
