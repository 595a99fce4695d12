"""Leaves the environment as it was: the commands set the threads of their own process."""

import os

_THREADS = {name: os.environ.get(name) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}

import guard  # noqa: E402, F401
import scale  # noqa: E402, F401

for _name, _value in _THREADS.items():
    if _value is None:
        os.environ.pop(_name, None)
    else:
        os.environ[_name] = _value
