"""Base forms of words, for pipelines that give none: the codebook's inflection, read backwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rf_scorer.language.codebook import Codebook

__all__ = ["base_forms"]


def base_forms(codebook: Codebook) -> dict[str, str]:
    """The base form of every form of every verb, noun and adjective that the codebook inflects; verbs win over nouns."""
    words = codebook.words
    found: dict[str, str] = {}
    bases = {form for form, tags in words.verb_tags.items() if "base" in tags} - {"am", "are"} | {"be"}
    headwords = [(base, "verb") for base in sorted(bases)]
    headwords += [
        (lemma, entry.part)
        for entry in codebook.entries
        for lemma in entry.lemmas
        if entry.part != "word" and "-" not in lemma
    ]
    for base, part in headwords:
        for forms in words.inflector.forms(base, part).values():
            for form in forms:
                found.setdefault(form, base)
    return found
