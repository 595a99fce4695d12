"""From a subject to a holder: impersonal and addressed 'you'."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rf_scorer.language.phrases import Subject
    from rf_scorer.language.view import View

__all__ = ["holder", "you_is"]

_YOU = frozenset({"you", "your", "yours", "yourself", "yourselves", "ya", "y'all"})
# fmt: off
_TELLING = frozenset({
    "said", "asked", "mentioned", "told", "asking", "saying", "guys", "mentioning", "talking", "say", "mention",
})
_AUXILIARIES = frozenset({
    "do", "did", "are", "were", "would", "could", "can", "will", "have", "does", "had", "should", "is", "was",
})
_ADVERBS = frozenset({"just", "really", "also", "probably", "maybe", "ever", "actually", "all", "even", "still", "kind", "of", "sort", "guys"})
_SERVING = frozenset({"thank", "tell", "let", "ask", "show", "give", "giving", "telling", "showing", "thanks"})
#: What opens a clause about anybody.
_GENERAL = frozenset({"if", "when", "whenever"})
#: What the one who listens will do: you will see.
_FOLLOWING = frozenset({"know", "think", "find", "laugh", "see", "understand", "remember", "imagine", "notice"})
_WONDERING = frozenset({"wonder", "wondering", "ask", "asking", "know", "sure"})
# fmt: on


def you_is(view: View, i: int) -> str:
    """Whether the 'you' at word ``i`` is the ``interviewer`` or ``generic``.

    In an interview the participant's 'you' is mostly impersonal. It addresses the interviewer in a question, with verbs of what the interviewer
    just said, in a promise of what will be seen, and in the plural of speech ('you guys'). A word that is no 'you' stands for whoever is spoken to.
    """
    w, first, last = view.w, view.first[i], view.last[i]
    if w[i] not in _YOU:
        return "interviewer"
    before = w[i - 1] if i > first else ""
    rest = [word for word in w[i + 1 : min(last, i + 6)] if word not in _ADVERBS]
    after = rest[0] if rest else ""
    addressed = (
        after in _TELLING
        or before in _SERVING
        or "guys" in w[i : i + 3]
        or (after in {"'d", "had", "did", "were", "was"} and rest[1:2] and rest[1] in _TELLING)
        or (before == "there" and after in {"go", "are"})
        or (before == "as" and after in {"know", "can", "see", "probably", "might"})
        or (w[i] in {"your", "yours"} and after in {"question", "questions"})
        or (after == "will" and len(rest) > 1 and rest[1] in _FOLLOWING)
        or (before == "if" and rest[:4] == ["know", "what", "that", "means"])
        or (before in {"if", "whether"} and i - 2 >= first and w[i - 2] in _WONDERING)
        or _looked_at(view, i)
    )
    if addressed:
        return "interviewer"
    if (after in {"must", "will"} and {"think", "thinking", "wonder", "wondering"}.intersection(rest)) or (
        after == "are" and rest[1:2] in (["wondering"], ["asking"])
    ):
        return "interviewer"  # you must think I'm mad
    if "think" in rest[:3] and "i" in rest:
        return "interviewer"
    return "interviewer" if w[last - 1] == "?" and _asked(view, i, before) else "generic"


def _looked_at(view: View, i: int) -> bool:
    """``I looked at you and you seemed calm``: the one who is looked at, and spoken to."""
    w, first = view.w, view.first[i]
    for j in range(i - 1, max(first, i - 8), -1):
        if w[j] == "you" and w[j - 1] in {"at", "with"} and "i" in w[max(first, j - 5) : j]:
            return True
    return False


def _asked(view: View, i: int, before: str) -> bool:
    """Whether a sentence with a question mark asks the one addressed: not ``how can you be angry?``, nor ``when you want it, don't you?``."""
    w, first, last = view.w, view.first[i], view.last[i]
    if before in {"can", "could"} and i - 2 >= first and w[i - 2] in {"how", "what"}:
        return False
    tagged = last - 2 > first and w[last - 2] == "you" and w[last - 3] in _AUXILIARIES | {"not"}
    return not (tagged and _GENERAL.intersection(w[first:i]))


def holder(subject: Subject, view: View) -> str:
    """The codebook's holder of a state whose subject this is."""
    kind = subject.kind
    if kind == "you":
        return you_is(view, subject.index)
    if kind in {"self", "other", "shared", "generic"}:
        return kind
    return "none" if kind in {"none", "there"} else "self"
