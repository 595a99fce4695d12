"""How far raters agree: ratings read from a table or from the desk's documents, compared, and written as a report."""

from rf_scorer.study.agreeing.agreeing import agree
from rf_scorer.study.agreeing.confirmed import gathered_from
from rf_scorer.study.agreeing.documents import read_documents
from rf_scorer.study.agreeing.matrix import Gathered
from rf_scorer.study.agreeing.places import NamedColumns
from rf_scorer.study.agreeing.plan import Plan
from rf_scorer.study.agreeing.reading import read_table

__all__ = ["Gathered", "NamedColumns", "Plan", "agree", "gathered_from", "read_documents", "read_table"]
