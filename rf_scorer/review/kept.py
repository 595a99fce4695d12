"""Whether a study has a database of ratings, told from whether it had one and has lost it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rf_scorer.errors import DataError

if TYPE_CHECKING:
    from rf_scorer.study.folder import Study

__all__ = ["has_ratings"]


def has_ratings(study: Study) -> bool:
    """Whether anybody has opened the desk of a study yet.

    The key of raters' links is made after the database, so that a key without one means that ratings were lost.

    Raises
    ------
    DataError
        If the database is missing, or empty, and the key is there: to go on would be to begin anew without a word.
    """
    try:
        size = study.database.stat().st_size
        found = "empty"
    except FileNotFoundError:
        size, found = 0, "missing"
    except OSError:  # who opens it will tell
        return True
    if size or not os.path.lexists(study.access_key):
        return size > 0
    raise DataError(
        f"The database of ratings is {found}, and the key of raters' links is there: ratings were entered here and are lost.",
        where=str(study.database),
        remedy=f"Put back the newest copy that you have of {study.ratings.name}/. To begin anew without them, remove {study.access_key.name} there: "
        "raters get new links then.",
    )
