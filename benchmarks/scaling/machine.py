"""What was measured on: processor, system, versions, and who else was at work."""

from __future__ import annotations

import os
import platform
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_info

import rf_scorer

__all__ = ["described", "line"]

_LIBRARIES = ("spacy", "thinc", "numpy", "joblib")


def described() -> dict[str, Any]:
    """The machine, the versions, and the load of the last minute."""
    np.ones((2, 2)) @ np.ones((2, 2))
    kernels = {
        f"{one['internal_api']} {one.get('architecture', '')}".strip(): one["num_threads"] for one in threadpool_info()
    }
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "rf_scorer": rf_scorer.__version__,
        "libraries": {name: version(name) for name in _LIBRARIES},
        "products": kernels,
        "load": [round(one, 2) for one in os.getloadavg()],
        "at": time.strftime("%Y-%m-%d %H:%M"),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((one.partition(":")[2].strip() for one in lines if one.startswith("model name")), platform.machine())


def line(machine: dict[str, Any]) -> str:
    """The machine in one line."""
    libraries = ", ".join(f"{name} {number}" for name, number in machine["libraries"].items())
    products = ", ".join(
        f"{name} with {threads} thread{'s' if threads != 1 else ''}" for name, threads in machine["products"].items()
    )
    return (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB, {machine['system']}; Python {machine['python']}, "
        f"rf_scorer {machine['rf_scorer']}, {libraries}; {products}; load average {machine['load'][0]} at the start"
    )
