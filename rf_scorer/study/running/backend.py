"""joblib's backend for Dask, which also hears of tasks that the cluster gave up; apart, since it needs the extra when it is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from joblib._dask import DaskDistributedBackend

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Backend"]


class Backend(DaskDistributedBackend):  # type: ignore[misc]
    """As joblib's own, which waits for ever for a task that ends with its workers or with the scheduler.

    Attributes
    ----------
    lost : BaseException or None
        What a task ended with that has no result.
    """

    lost: BaseException | None = None

    def effective_n_jobs(self, n_jobs: int) -> int:
        """Threads of all workers; never 1, for which joblib would do the work itself, on this machine."""
        return max(2, int(super().effective_n_jobs(n_jobs)))

    def submit(self, func: Any, callback: Callable[[Any], None] | None = None) -> Any:
        """Send a batch; ``callback`` gets its result, or the exception that stands for it."""
        return self._heard(super().submit(func, callback), callback)

    def apply_async(self, func: Any, callback: Callable[[Any], None] | None = None) -> Any:
        """:meth:`submit`, as joblib called it before 1.6."""
        return self._heard(super().apply_async(func, callback), callback)

    def _heard(self, future: Any, callback: Callable[[Any], None] | None) -> Any:
        def told(ended: Any) -> None:
            error = ended.exception()
            if error is not None and callback is not None:
                self.lost = error
                callback(error)

        future.add_done_callback(told)
        return future
