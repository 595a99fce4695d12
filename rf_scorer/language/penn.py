"""Universal parts of speech from Penn tags, for pipelines that give tags alone."""

from __future__ import annotations

__all__ = ["universal"]

_BY_TAG = {
    "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ", "RB": "ADV", "RBR": "ADV", "RBS": "ADV", "WRB": "ADV", "NN": "NOUN", "NNS": "NOUN",
    "NNP": "PROPN", "NNPS": "PROPN", "PRP": "PRON", "PRP$": "PRON", "WP": "PRON", "WP$": "PRON", "EX": "PRON", "DT": "DET", "PDT": "DET",
    "WDT": "DET", "MD": "AUX", "VB": "VERB", "VBD": "VERB", "VBG": "VERB", "VBN": "VERB", "VBP": "VERB", "VBZ": "VERB", "IN": "ADP",
    "RP": "ADP", "TO": "PART", "POS": "PART", "CC": "CCONJ", "CD": "NUM", "UH": "INTJ", "SYM": "SYM", "$": "SYM", "#": "SYM",
    "_SP": "SPACE", "SP": "SPACE", "HYPH": "PUNCT", "NFP": "PUNCT", "-LRB-": "PUNCT", "-RRB-": "PUNCT", "``": "PUNCT", "''": "PUNCT",
    ",": "PUNCT", ".": "PUNCT", ":": "PUNCT",
}  # fmt: skip
_BE = frozenset({"be", "am", "is", "are", "was", "were", "been", "being", "'m", "'re", "’m", "’re"})
_CORE = frozenset(
    {"nsubj", "nsubjpass", "nsubj:pass", "obj", "dobj", "iobj", "dative", "pobj", "obl", "attr", "root", "ccomp"}
)


def universal(tag: str, word: str, dep: str) -> str:
    """The part of speech of a word.

    Parameters
    ----------
    tag : str
        Of the Penn Treebank.
    word : str
        In lower case.
    dep : str
        Its relation, in lower case, of either scheme.
    """
    if tag.startswith("VB") and (dep in {"aux", "auxpass", "aux:pass", "cop"} or word in _BE):
        return "AUX"
    if tag == "IN" and dep == "mark":
        return "SCONJ"
    if tag in {"DT", "WDT"} and dep in _CORE:
        return "PRON"
    if tag == "TO" and dep in {"prep", "case", "dative"}:
        return "ADP"
    if tag == "RB" and dep in {"neg", "advmod"} and word in {"not", "n't", "n’t", "nt"}:
        return "PART"
    return _BY_TAG.get(tag, "X")
