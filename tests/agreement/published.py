"""Published tables of ratings, and a short way to make ratings of them."""

from __future__ import annotations

import numpy as np

from rf_scorer.agreement import Range, Ratings

RF = Range(minimum=-1, maximum=9)
NAN = float("nan")

#: Shrout & Fleiss 1979, table 2: six targets, four judges.
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]

#: Krippendorff's example: four observers, twelve units, five levels; also Gwet's example of raw ratings.
KRIPPENDORFF = [
    [1, 1, NAN, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [NAN, 5, 5, 5],
    [NAN, NAN, 1, 1],
    [NAN, NAN, 3, NAN],
]

#: Bland & Altman 1986, table 1: peak flow by two meters, first readings.
LARGE = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]


def made(levels, scale=RF, step=1.0):
    """Ratings with running ids."""
    levels = np.array(levels, dtype=float)
    return Ratings(
        levels=levels,
        scale=scale,
        step=step,
        raters=tuple(f"r{number}" for number in range(levels.shape[1])),
        units=tuple(f"u{number}" for number in range(levels.shape[0])),
    )


def of_table(counts, lowest=1):
    """Two raters' ratings from the table of their levels, rows the first."""
    rows = [
        (one + lowest, two + lowest)
        for one, row in enumerate(counts)
        for two, count in enumerate(row)
        for _ in range(count)
    ]
    return made(rows, Range(minimum=lowest, maximum=lowest + len(counts) - 1))


def of_counts(counts):
    """Ratings from how many raters gave each unit each level, lowest level 1; who gave which is lost and of no account."""
    rows = [[level for level, count in enumerate(row, start=1) for _ in range(count)] for row in counts]
    return made(rows, Range(minimum=1, maximum=len(counts[0])))


def simulated(units, raters, *, seed, reliability=0.8, mean=4.0, sd=1.4, missing=0.0, step=1.0):
    """Normal traits and errors, rounded to the RF scale, some ratings missing at random."""
    generator = np.random.default_rng(seed)
    true = generator.normal(mean, sd * np.sqrt(reliability), (units, 1))
    levels = true + generator.normal(0, sd * np.sqrt(1 - reliability), (units, raters))
    levels = np.clip(np.round(levels / step) * step, -1, 9)
    levels[generator.random(levels.shape) < missing] = np.nan
    return made(levels, step=step)
