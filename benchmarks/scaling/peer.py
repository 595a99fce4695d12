"""Another library's work on the same words, in a Python that has it; started by ``peers.py``, and knows nothing of rf_scorer.

Reads one JSON object a line on standard input and answers each with one on standard output. First ``{"texts": [...], "model": PATH or null}``:
answered with versions and the ways there are. Then ``{"run": WAY}``: answered with ``{"seconds": CPU}``.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

import spacy
from thinc.api import NumpyOps, set_current_ops

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

COMPONENTS = ("descriptive_stats", "readability", "dependency_distance", "pos_proportions")
#: Labels of the random pipeline: the tags and parts of speech of English ones, and about as many relations and kinds of names as en_core_web_sm has.
TAGS = {
    "NN": "NOUN",
    "NNS": "NOUN",
    "NNP": "PROPN",
    "NNPS": "PROPN",
    "VB": "VERB",
    "VBD": "VERB",
    "VBG": "VERB",
    "VBN": "VERB",
    "VBP": "VERB",
    "VBZ": "VERB",
    "MD": "AUX",
    "JJ": "ADJ",
    "JJR": "ADJ",
    "JJS": "ADJ",
    "RB": "ADV",
    "RBR": "ADV",
    "RBS": "ADV",
    "PRP": "PRON",
    "PRP$": "PRON",
    "WP": "PRON",
    "DT": "DET",
    "IN": "ADP",
    "CC": "CCONJ",
    "CD": "NUM",
    "UH": "INTJ",
    "TO": "PART",
    "RP": "ADP",
    "EX": "PRON",
    "WDT": "PRON",
    "WRB": "SCONJ",
    "POS": "PART",
    ".": "PUNCT",
    ",": "PUNCT",
}
ENTITIES = 18
RELATIONS = ("ROOT", "nsubj", "dobj", "aux", "det", "prep", "pobj", "advmod", "amod", "conj", "cc", "punct", "ccomp", "xcomp", "advcl", "mark", "neg", "poss", "acomp", "attr")  # fmt: skip
WIDTH = 96


class _Ops(NumpyOps):
    """thinc's operations with numpy's matrix product."""

    def gemm(self, x, y, out=None, trans1=False, trans2=False):
        return self.xp.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)


def loaded(model: str | None, *, fast: bool) -> Language:
    """The pipeline that is compared with: the one that is named, or one with en_core_web_sm's architecture and random weights."""
    set_current_ops(_Ops() if fast else NumpyOps())
    try:
        return spacy.load(model) if model is not None else random_pipeline()
    finally:
        set_current_ops(NumpyOps())


def random_pipeline() -> Language:
    """en_core_web_sm's components, sizes and numbers of labels; no weight has learned anything."""
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2", "width": WIDTH, "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
        "rows": [5000, 1000, 2500, 2500, 50, 50], "include_static_vectors": False,
    }  # fmt: skip
    encode = {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": WIDTH, "depth": 4, "window_size": 1, "maxout_pieces": 3}  # fmt: skip
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "tok2vec"}
    own = {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {**embed, "attrs": embed["attrs"][:4], "rows": embed["rows"][:4]},
        "encode": encode,
    }
    transition = {"@architectures": "spacy.TransitionBasedParser.v2", "extra_state_tokens": False, "hidden_width": 64, "maxout_pieces": 2, "use_upper": True}  # fmt: skip
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}})
    tagger = nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}})
    parser = nlp.add_pipe("parser", config={"model": {**transition, "state_type": "parser", "tok2vec": listener}})
    ruler = nlp.add_pipe("attribute_ruler")
    if find_spec("spacy_lookups_data"):
        nlp.add_pipe("lemmatizer", config={"mode": "rule"})
    ner = nlp.add_pipe("ner", config={"model": {**transition, "state_type": "ner", "tok2vec": own}})
    for tag in TAGS:
        tagger.add_label(tag)
    for label in RELATIONS:
        parser.add_label(label)
    for number in range(ENTITIES):
        ner.add_label(f"E{number}")
    nlp.initialize()
    for tag, part in TAGS.items():
        ruler.add([[{"TAG": tag}]], {"POS": part})
    return nlp


def work(name: str, model: str | None) -> Callable[[list[str]], None]:
    """One way to work on texts, loaded."""
    nlp = loaded(model, fast="fast" in name)
    if not name.startswith("textdescriptives"):
        return lambda texts: _drain(nlp.pipe(texts))
    import textdescriptives

    for component in COMPONENTS:
        nlp.add_pipe(f"textdescriptives/{component}")
    # What it finds is worked out when it is asked for.
    return lambda texts: _drain(textdescriptives.extract_dict(doc, include_text=False) for doc in nlp.pipe(texts))


def _drain(items: object) -> None:
    for _ in items:  # type: ignore[attr-defined]
        pass


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def main() -> None:
    """Answer until the input ends."""
    # What a library prints must not stand between our lines.
    out, sys.stdout = sys.stdout, sys.stderr
    told = json.loads(sys.stdin.readline())
    texts, model = told["texts"], told["model"]
    versions = {name: found for name in ("spacy", "thinc", "numpy", "textdescriptives") if (found := _version(name))}
    names = ["sm", "sm fast"] + (["textdescriptives"] if "textdescriptives" in versions else [])
    meta = loaded(model, fast=False).meta
    about = f"{meta['lang']}_{meta['name']} {meta['version']}"
    ways = {name: work(name, model) for name in names}
    for way in ways.values():
        way(texts[:200])
    print(
        json.dumps({"versions": versions, "ways": names, "random": model is None, "model": about}), file=out, flush=True
    )
    for line in sys.stdin:
        way = ways[json.loads(line)["run"]]
        gc.collect()
        began = time.process_time()
        way(texts)
        print(json.dumps({"seconds": time.process_time() - began}), file=out, flush=True)


if __name__ == "__main__":
    main()
