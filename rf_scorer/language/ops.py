"""Matrix products by numpy's library, two to three times as fast on many processors as those that thinc ships."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.api import NumpyOps, get_current_ops, set_current_ops
from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FastOps", "fast_products", "one_thread"]


class FastOps(NumpyOps):  # type: ignore[misc]
    """thinc's operations on the processor, with numpy's matrix product."""

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """Multiply two matrices of 32-bit floats, transposed on request, into `out` if it is given."""
        return self.xp.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)


@contextmanager
def fast_products() -> Iterator[None]:
    """Within this block models are built on :class:`FastOps`, which they keep; models built elsewhere are left alone."""
    before = get_current_ops()
    if type(before) is NumpyOps:
        set_current_ops(FastOps())
    try:
        yield
    finally:
        set_current_ops(before)


@cache
def _libraries() -> ThreadpoolController:
    np.ones((2, 2)) @ np.ones((2, 2))  # so that numpy's library is there to be found
    return ThreadpoolController().select(user_api="blas")


@contextmanager
def one_thread() -> Iterator[None]:
    """Within this block products take one thread: these matrices are small, and several would wait for each other longer than they work.

    What the process had set holds again behind it.
    """
    libraries = _libraries()
    if all(library.num_threads == 1 for library in libraries.lib_controllers):
        yield
        return
    with libraries.limit(limits=1):
        yield
