"""A page to read of every rating sheet, every evaluation and every comparison of raters: one HTML file that needs no script, no network and no other file."""

from rf_scorer.pages.agreement import render as render_agreement
from rf_scorer.pages.evaluation import render as render_evaluation
from rf_scorer.pages.page import render

__all__ = ["render", "render_agreement", "render_evaluation"]
