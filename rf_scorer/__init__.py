"""Read de-identified interviews, highlight mental-state language, suggest provisional reflective-functioning ratings.

Nothing here is a diagnosis or a final score: a human rater decides.
"""

__all__ = ["__version__"]

__version__ = "0.1.0.dev0"
