"""A page to read of every rating sheet and every evaluation: one HTML file that needs no script, no network and no other file."""

from rf_scorer.pages.evaluation import render as render_evaluation
from rf_scorer.pages.page import render

__all__ = ["render", "render_evaluation"]
