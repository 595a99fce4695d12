"""Matrix products for training: numpy's are two to three times as fast as the ones thinc ships on many processors."""

from __future__ import annotations

from typing import Any

import numpy as np
from thinc.api import NumpyOps


class FastOps(NumpyOps):  # type: ignore[misc]
    """thinc's operations, with numpy's matrix product."""

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """Multiply two matrices of 32-bit floats, transposed on request, into `out` if it is given."""
        return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)
