"""The level of every reference to a mental state: how much of a mind it says, from 2 to 6 (the ladder of :mod:`rf_scorer.domain.highlight`).

A reference first has a level of its own:

* none for the speaker's certainty (``modulation``), for words that repeat the question (``echo``) and for ``recall``: they count for nothing;
* 2, a diffuse state: the headword is in the codebook's class ``diffuse`` (*upset*, *fine*), or in ``diffuse_alone`` (*think*, *know*, *want*) and
  no clause says what is thought, known or wanted; or an emotion is denied (*I wasn't angry* says what was not felt); or it carries a low-RF cue
  by which a technical word stands for a state (*her attachment trauma*), and then nothing raises it;
* 3, a specific state, otherwise. Not knowing, not wanting and not noticing are states, so a denial changes nothing there.

What it is tied to raises it:

* 4: a marker that names it ties it to its cause or to what came of it (:data:`TIES`), it is measured by what came of it (*so ashamed that I
  hid*), or what aroused it is its subject (*his silence frightened me*);
* 5: such a tie, any marker of the families B and C but B7, or a link of a mind about a mind joins specific states of two minds; a marker of C1, C3 or
  C4 sets two times side by side; or the content of one mind's specific state is another mind's specific state (*she wanted me to feel guilty*).
  That the speaker knows, thinks or sees what another feels is how states are ascribed, and joins nothing;
* 6: over a tie of level 5 stands a marker of uncertainty, perspective or defence (:data:`STANCES`), or an uncertain modulation that governs it. One marker
  never serves as both.

A diffuse state never rises above 4. States in direct speech keep the level of their own, since the account is somebody else's; what they are tied to is raised all the same. People at large
and nobody in particular are never one of two minds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rf_scorer.language.nesting import above, governs, has_content, with_content
from rf_scorer.language.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rf_scorer.language.codebook import Codebook
    from rf_scorer.language.markers import FoundMarker
    from rf_scorer.language.mentions import Found
    from rf_scorer.language.view import View

__all__ = ["STANCES", "TIES", "TIMES", "LevelFinder"]

#: Markers that tie a state to a cause, to what came of it, to how it shows, or to its opposite.
TIES = frozenset({"A2", "B1", "B2", "B4", "B5", "C2", "C6", "link.cause", "link.result", "link.mixed"})
#: Markers that set two times side by side.
TIMES = frozenset({"C1", "C3", "C4"})
#: Markers of uncertainty, perspective or defence.
STANCES = frozenset({"A1", "A3", "A5", "B3", "B4"})

#: Links that join two minds where they name them; those of the families B and C do as well.
_JOINING = frozenset({"link.cause", "link.result", "link.recursion"})
#: Thinking in the room is about the speaker's own thought, whoever else it names.
_ONE_MIND = frozenset({"B7"})
#: Low-RF cues by which a technical word stands for a state.
_TERMS = frozenset({"low.hyperanalysis", "low.diagnosis"})
_SPECIFIC = 3
_UNCOUNTED = frozenset({"echo", "recall"})
_ASCRIBING = frozenset({"cognition", "perception"})
_POINTING = frozenset({"it", "that", "this", "which", "what", "everything", "something", "nothing", "there"})
_DEGREES = frozenset({"so", "such", "too"})
_NOT_MEASURED = frozenset({"i", "you", "he", "she", "it", "we", "they", ","})
_OUTCOMES = frozenset({"ccomp", "advcl", "xcomp"})


class _Tie(NamedTuple):
    """States that belong together, the level of that, and the marker that says so (-1 where the grammar does)."""

    ends: tuple[int, ...]
    level: int
    marker: int


class LevelFinder:
    """Works out levels with the word classes of the codebook.

    Parameters
    ----------
    codebook : Codebook
    """

    def __init__(self, codebook: Codebook) -> None:
        self._words = codebook.words
        classes = codebook.words.classes
        self._diffuse = classes["diffuse"]
        self._alone = classes["diffuse_alone"]
        self._certain = classes["certainty"]
        self._sex = {**dict.fromkeys(classes["female"], "she"), **dict.fromkeys(classes["male"], "he")}
        self._of_objects = frozenset(entry.id for entry in codebook.entries if entry.experiencer == "object")

    def find(self, view: View, mentions: Sequence[Found], markers: Sequence[FoundMarker]) -> list[int | None]:
        """The level of each mention, in their order; None for one that counts for nothing.

        Parameters
        ----------
        view : View
            With grammar.
        mentions : sequence of Found
            In order.
        markers : sequence of FoundMarker
            Found among these mentions.
        """
        scene = view.scene
        if scene is None or scene.mentions is not mentions:
            scene = Scene(view, list(mentions), [], self._words)
        terms = {n for marker in markers if marker.marker in _TERMS for n in marker.mentions}
        levels = [self._own(scene, mention, term=n in terms) for n, mention in enumerate(mentions)]
        if not view.head or all(level is None for level in levels):
            return levels
        own = tuple(None if n in terms else level for n, level in enumerate(levels))
        ties = [
            *self._tied(scene, own, markers),
            *self._measured(scene, own),
            *self._aroused(scene, own),
            *self._embedded(scene, own),
        ]
        for tie in ties:
            self._raise(levels, own, mentions, tie.ends, tie.level)
        for tie in ties:
            if tie.level == 5 and self._questioned(scene, tie, markers):
                self._raise(levels, own, mentions, tie.ends, 6)
        return levels

    @staticmethod
    def _raise(
        levels: list[int | None],
        own: Sequence[int | None],
        mentions: Sequence[Found],
        ends: Iterable[int],
        level: int,
    ) -> None:
        for n in ends:
            before, reached = levels[n], level if own[n] == _SPECIFIC else min(level, 4)
            if before is not None and before < reached and "quoted" not in mentions[n].flags:
                levels[n] = reached

    def _own(self, scene: Scene, mention: Found, *, term: bool) -> int | None:
        """The level that a reference has before anything is tied to it."""
        if mention.category == "modulation" or not _UNCOUNTED.isdisjoint(mention.flags):
            return None
        diffuse = (
            term
            or (mention.category == "emotion" and "negated" in mention.flags)
            or mention.lemma in self._diffuse
            or (mention.lemma in self._alone and not has_content(scene.view, mention))
        )
        return 2 if diffuse else _SPECIFIC

    def _tied(self, scene: Scene, own: tuple[int | None, ...], markers: Sequence[FoundMarker]) -> Iterator[_Tie]:
        """What the markers tie together."""
        for number, marker in enumerate(markers):
            joins = (marker.family in {"B", "C"} and marker.marker not in _ONE_MIND) or marker.marker in _JOINING
            if not (joins or marker.marker in TIES):
                continue
            named = with_content(scene, marker.mentions) if marker.marker in TIMES else set(marker.mentions)
            ends = tuple(sorted(n for n in named if own[n] is not None))
            if not ends:
                continue
            if marker.marker in TIMES or (joins and self._two_minds(scene, own, ends)):
                yield _Tie(ends, 5, number)
            elif marker.marker in TIES:
                yield _Tie(ends, 4, number)

    def _measured(self, scene: Scene, own: tuple[int | None, ...]) -> Iterator[_Tie]:
        """A state by what came of it: so ashamed that I hid, too proud to ask."""
        view = scene.view
        for n, level in enumerate(own):
            start = scene.mentions[n].start
            # Right before the state: in "so I know that …" the word leads on from what was said before.
            degree = set(view.w[max(start - 2, view.first[start]) : start]) & _DEGREES
            if level is None or not degree or view.w[start - 1] in _NOT_MEASURED:
                continue
            outcome = [kid for kid in view.kids[start] if kid > start and view.dep[kid] in _OUTCOMES]
            if not outcome:
                continue
            marks = {view.w[kid] for kid in view.kids[outcome[0]] if kid < outcome[0]}
            if "that" in marks or ("too" in degree and "to" in marks):
                low, high = scene.subtree(outcome[0])
                ends = (n, *(k for k in scene.states(low, high) if own[k] is not None))
                yield _Tie(ends, 5 if self._two_minds(scene, own, ends) else 4, -1)

    def _aroused(self, scene: Scene, own: tuple[int | None, ...]) -> Iterator[_Tie]:
        """A state by what brought it about: his silence frightened me, where the silence is said and not only pointed at."""
        view = scene.view
        for n, level in enumerate(own):
            if level is None or scene.mentions[n].rule not in self._of_objects:
                continue
            kids = view.kids[scene.mentions[n].start]
            if not any(view.dep[kid] == "obj" for kid in kids):
                continue
            for kid in kids:
                if view.dep[kid] == "csubj" or (
                    view.dep[kid] == "nsubj" and view.w[kid] not in _POINTING and scene.person(kid) == "thing"
                ):
                    cause = scene.at.get(kid)
                    ends = (n,) if cause is None or own[cause] is None else tuple(sorted((cause, n)))
                    yield _Tie(ends, 5 if self._two_minds(scene, own, ends) else 4, -1)

    def _embedded(self, scene: Scene, own: tuple[int | None, ...]) -> Iterator[_Tie]:
        """One mind's specific state that has another mind's specific state for its content."""
        for n, level in enumerate(own):
            if level != _SPECIFIC:
                continue
            over = above(scene, n)
            if (
                over is not None
                and own[over] == _SPECIFIC
                and not _ascribes(scene.mentions[over])
                and self._differ(scene, over, n)
            ):
                yield _Tie((over, n), 5, -1)

    def _two_minds(self, scene: Scene, own: Sequence[int | None], ends: Sequence[int]) -> bool:
        """Whether specific ones of these states are at least two minds', leaving out whoever merely ascribes one of them."""
        within = set(ends)
        ascribing = {over for n in ends if (over := above(scene, n)) in within and _ascribes(scene.mentions[over])}
        kept = [n for n in ends if n not in ascribing and own[n] == _SPECIFIC]
        return any(self._differ(scene, a, b) for i, a in enumerate(kept) for b in kept[i + 1 :])

    def _differ(self, scene: Scene, a: int, b: int) -> bool:
        """Whether two states are surely two minds'."""
        one, two = scene.mentions[a].holder, scene.mentions[b].holder
        if not {one, two} <= {"self", "other", "shared", "interviewer"} or {one, two} == {"self", "shared"}:
            return False
        if one != two:
            return True
        return one == "other" and self._two_others(self._who(scene, a), self._who(scene, b))

    def _two_others(self, one: str, two: str) -> bool:
        """Whether two words for somebody else are surely two people: he and she, my mother and my father, Anna and my boss."""
        if not one or not two or one == two:
            return False
        sexes = self._sex.get(one), self._sex.get(two)
        if all(sexes):
            return sexes[0] != sexes[1] or not {one, two} & {"he", "him", "his", "she", "her", "hers"}
        pronouns = {"they", "them", "their", "he", "him", "his", "she", "her", "hers", "who", "that", "which"}
        return one not in pronouns and two not in pronouns

    def _who(self, scene: Scene, n: int) -> str:
        """The word for whoever has the state, where it stands by the word of the state; else nothing."""
        view, mention = scene.view, scene.mentions[n]
        place = mention.start
        owner = next((kid for kid in view.kids[place] if view.dep[kid] == "nmod:poss"), -1)
        if owner < 0 and mention.rule in self._of_objects:
            owner = next((kid for kid in view.kids[place] if view.dep[kid] in {"obj", "nsubj:pass"}), -1)
            return view.w[owner] if owner >= 0 else ""
        if owner < 0:
            owner = scene.clause_at(scene.clause(place)).subject
        return view.w[owner] if owner >= 0 else ""

    def _questioned(self, scene: Scene, tie: _Tie, markers: Sequence[FoundMarker]) -> bool:
        """Whether uncertainty, another perspective or defence stands over a tie."""
        for number, marker in enumerate(markers):
            if number != tie.marker and marker.marker in STANCES and not set(tie.ends).isdisjoint(marker.mentions):
                return True
        view = scene.view
        low, high = view.first[scene.mentions[tie.ends[0]].start], view.last[scene.mentions[tie.ends[-1]].start]
        return any(
            governs(scene, scene.clause(scene.mentions[n].start), end)
            for n in scene.states(low, high, category="modulation")
            if self._uncertain(scene.mentions[n])
            for end in tie.ends
        )

    def _uncertain(self, mention: Found) -> bool:
        """Whether a modulation leaves it open: *maybe*, *I think*, *I'm not sure*, but not *obviously*."""
        if "quoted" in mention.flags:
            return False
        return mention.lemma not in self._certain or "negated" in mention.flags


def _ascribes(mention: Found) -> bool:
    return mention.category in _ASCRIBING and mention.holder in {"self", "shared"}
