"""From a subject to a holder: impersonal and addressed 'you', quotations, experiencers that are no subjects."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rf_scorer.language.phrases import Subject
    from rf_scorer.language.site import Site
    from rf_scorer.language.subjects import SubjectFinder
    from rf_scorer.language.view import View

__all__ = ["holder", "patient", "you_is"]

_ADDRESSING_VERBS = frozenset(
    {"said", "asked", "mentioned", "told", "asking", "saying", "guys", "mentioning", "talking"}
)
_ADDRESS = frozenset({"do", "did", "are", "were", "would", "could", "can", "will", "have", "does"})
_GENERIC_FRAME = frozenset({"if", "when", "whenever", "once", "because", "where", "unless", "until", "how", "like"})


def you_is(view: View, i: int) -> str:
    """Whether the 'you' at word ``i`` is the ``interviewer`` or ``generic``.

    In an interview the participant's 'you' is mostly impersonal. It addresses the interviewer in a question, with verbs of what the interviewer
    just said, and in the plural of speech ('you guys').
    """
    w, first, last = view.w, view.first[i], view.last[i]
    if i < 0:
        return "generic"
    before = w[i - 1] if i > first else ""
    after = w[i + 1] if i + 1 < last else ""
    if (
        before in _ADDRESS
        or after in _ADDRESSING_VERBS
        or before in {"thank", "tell", "let", "ask", "show", "give", "giving", "telling", "showing"}
    ):
        return "interviewer" if before not in {"would", "could", "can", "will"} or w[last - 1] == "?" else "generic"
    if w[last - 1] == "?":
        return "interviewer"
    if after in {"'d", "had", "was", "were", "did"} and before not in _GENERIC_FRAME:
        return "interviewer"
    if before == "as" and after in {"know", "said", "can", "see", "probably", "might"}:
        return "interviewer"
    if "guys" in w[i : i + 3]:
        return "interviewer"
    if view.w[i] in {"your", "yours"} and w[i + 1 : i + 2] in (["question"], ["questions"]):
        return "interviewer"
    return "generic"


def holder(subject: Subject, view: View) -> str:
    """The codebook's holder of a state whose subject this is."""
    kind = subject.kind
    if kind == "you":
        return you_is(view, subject.index)
    if kind in {"self", "other", "shared", "generic"}:
        return kind
    if kind == "there":
        return "none"
    return "none" if kind == "none" else "self"


def patient(site: Site, finder: SubjectFinder) -> Subject | None:
    """Who is affected by a verb such as *scare*: the person after it, or None."""
    view = site.view
    k = site.end
    w = view.w
    last = view.last[site.start]
    while (
        k < last
        and w[k] in {"the", "hell", "shit", "out", "of", "really", "even", "all"}
        and not finder.is_person_noun(view, k)
    ):
        if w[k] == "the" and k + 1 < last and w[k + 1] not in {"hell", "shit", "crap"}:
            break
        k += 1
    return finder.phrase(view, k)
