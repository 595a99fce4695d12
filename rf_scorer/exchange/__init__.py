"""Other tools: what a study is worth to them, and what comes back.

A :class:`~rf_scorer.exchange.material.Material` (sheets, confirmed ratings, tables) goes out through the formats of
:mod:`~rf_scorer.exchange.formats`. Tools in which spans are edited get every interview as a
:class:`~rf_scorer.exchange.talk.Talk`, a line for each turn; what they give back is led to the sheet's own coordinates
(:mod:`~rf_scorer.exchange.fitting`) and held against its highlights (:mod:`~rf_scorer.exchange.matching`).
"""
