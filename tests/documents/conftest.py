"""An invented interview, marked by hand, as the pipeline would hand it over."""

import dataclasses
import hashlib
import math
import re

import pytest

from rf_scorer.domain import (
    FLAGS,
    Aggregate,
    Evidence,
    Level,
    Marker,
    Mention,
    Note,
    Passage,
    PassageState,
    Piece,
    Probe,
    Protocol,
    Question,
    QuestionRole,
    RatingSheet,
    Reason,
    Role,
    Scale,
    Severity,
    Source,
    Speaker,
    Suggestion,
    Transcript,
    Turn,
)
from rf_scorer.domain.sheet import Basis, Ground

# <m category holder flags…> is a mention, <k marker> a marker; both are removed from what was said.
INTERVIEW = """\
I: Could you start by telling me who lived at home when you were small?
P: There was my mother, my two brothers and me. My dad drove lorries, so he was home at weekends, mostly. We had the flat above the bakery, and it was warm all year round.
I: How would you describe your relationship with your mother back then?
P: She was busy. <m modulation self>I suppose</m> we were close in the way that people are who share a kitchen. I <m emotion self>liked</m> sitting with her when she did the accounts, she'd let me press the keys. {{Brother}} says she was strict, but <k B3>I never <m cognition self negated>saw</m> it that way, <k link.contrast>although</k> he may have had a different mother in a sense, being the eldest</k>.
I: (mhm) When you were upset as a child, what would happen?
P: <k low.disavowal><m modulation self>I don't know</m>, nothing much</k>. You got on with it. There was always bread to carry.
I: Did you ever feel rejected by your parents, and why do you think they behaved as they did?
P: Once, yes. I was nine and I'd made a card for my father, and he put it on the dashboard and <k link.time>when</k> he came back it was gone. I was <m emotion self>hurt</m>, and I <m cognition self>decided</m> he didn't <m emotion other negated>care</m>. <k C3>Now that I have a boy myself I <m cognition self>see</m> it differently, <k A1><m modulation self>I think</m> he was <m emotion other>ashamed</m>, <m modulation self>maybe</m>, of how little he was there, though I can't be certain what went on in him</k></k>. He <m desire other>wanted</m> us to <m cognition other>believe</m> it was all <m emotion none>fine</m>, <k link.cause>because</k> then he could go on Monday without <m emotion other>feeling</m> it. //
I: That's a lot to hold for a nine-year-old.
P: (laughs) It was. <k D1>You'd have to have been there to <m cognition generic>know</m> what it was like.</k>
I: Why do you think your parents behaved as they did?
P: My mother lost her own mother at eleven, so <k C1>she had nobody who had ever asked her what she <m emotion other>felt</m>, and <m modulation self>I guess</m> she <m cognition other negated>didn't know</m> that one could</k>. She <m emotion other>loved</m> us. She <m perception other>noticed</m> everything, really, she'd <m perception other>see</m> I was <m emotion self>upset</m> before I did, and <k link.result>then</k> she'd put a roll in my hand <k A5><k link.cause>so that</k> neither of us would have to talk about it</k>.
I: Was there anyone who died while you were a child?
P: [inaudible] … my gran [inaudible] {{pause, 6 seconds}} [inaudible]
I: How do you think all this has affected who you are now?
P: Fine.
I: Has anything changed between you and your parents since?
S: Sorry, do you need the room?
P: We talk on Sundays. <k low.cliche>Family is everything, isn't it.</k> My father's <m emotion other>softer</m> now, he <m cognition other>remembers</m> things I've <m cognition self>forgotten</m>, and I <m desire self>try</m> to <m cognition self>remember</m> that <k B4>on the days I'm <m emotion self>tense</m> with my own boy, I <m perception self>hear</m> criticism in everything he says</k>.
I: Is there anything you would wish for your son, twenty years from now?
P: That he <m desire other>wants</m> to come by. That he isn't <m emotion other negated>afraid</m> of me. And a dry flat!
"""

_MARK = re.compile(r"<(/?)([mk])([^<>]*)>")
_ROLES = {"I": Role.INTERVIEWER, "P": Role.PARTICIPANT, "S": Role.OTHER}
MODEL = hashlib.sha256(b"invented").hexdigest()


def parse(marked: str) -> tuple[str, list[Turn], list[Mention], list[Marker]]:
    """The text, its turns, and the marks in source coordinates."""
    lines, turns, mentions, markers, position = [], [], [], [], 0
    for index, line in enumerate(marked.splitlines()):
        label, _, said = line.partition(": ")
        start = position + len(label) + 2
        plain, last, opened = "", 0, {"m": [], "k": []}
        for match in _MARK.finditer(said):
            plain += said[last : match.start()]
            last = match.end()
            if not match[1]:
                opened[match[2]].append((start + len(plain), match[3].split()))
                continue
            begin, what = opened[match[2]].pop()
            place = {"start": begin, "end": start + len(plain), "turn": index}
            if match[2] == "m":
                flags = tuple(flag for flag in FLAGS if flag in what[2:])
                lemma = plain[begin - start :].lower()
                mentions.append(
                    Mention(
                        category=what[0],
                        holder=what[1],
                        flags=flags,
                        lemma=lemma,
                        rule=f"{what[0]}.{lemma.split()[-1]}",
                        **place,
                    )
                )
            else:
                family = what[0].partition(".")[0] if "." in what[0] else what[0][0]
                markers.append(Marker(marker=what[0], family=family, rule=f"{what[0]}.1", **place))
        plain += said[last:]
        turns.append(
            Turn(
                index=index,
                label=label,
                role=_ROLES[label],
                text=plain,
                pieces=(Piece(offset=0, length=len(plain), start=start, end=start + len(plain)),),
            )
        )
        lines.append(f"{label}: {plain}\n")
        position += len(lines[-1])
    return "".join(lines), turns, mentions, markers


def levelled(mentions, markers):
    """A level for every mention that counts: 5 within a marker of B or C, else 3."""
    marked = []
    for mention in mentions:
        raised = any(marker.family in {"B", "C"} and marker.start <= mention.start < marker.end for marker in markers)
        level = None if mention.category == "modulation" else 5 if raised else 3
        marked.append(dataclasses.replace(mention, level=level))
    return marked


def carried(markers, mentions):
    """Markers with the mentions that stand in their words, counted in their turn."""
    made = []
    for marker in markers:
        own = sorted((mention for mention in mentions if mention.turn == marker.turn), key=lambda item: item.start)
        inside = [
            place
            for place, mention in enumerate(own)
            if marker.start <= mention.start < marker.end and mention.category != "modulation"
        ]
        made.append(dataclasses.replace(marker, mentions=tuple(inside)))
    return made


def numbered(found, letter):
    """Give ids in the order of the text."""
    ordered = sorted(found, key=lambda item: (item.start, -item.end))
    return tuple(dataclasses.replace(item, id=f"{letter}{number}") for number, item in enumerate(ordered, start=1))


SCALE = Scale(
    id="rf",
    levels=tuple(
        Level(value=value, name=name, anchor=anchor)
        for value, (name, anchor) in zip(
            range(-1, 10),
            [
                ("negative", "Refuses, or attacks, the very thought of minds."),
                ("", ""),
                ("absent", "Behaviour and circumstance; no minds."),
                ("", ""),
                ("questionable", "Words for states, but little shown of what they mean."),
                ("", ""),
                ("ordinary", "A consistent, maybe simple, model of minds."),
                ("", ""),
                ("marked", "Several specific accounts, with mixed feelings and points of view."),
                ("", ""),
                ("exceptional", "Complex, surprising and sustained."),
            ],
            strict=True,
        )
    ),
)

_QUESTIONS = [
    ("home.1", "1", "Who lived at home", QuestionRole.NONE),
    ("home.2", "2", "Relationship with mother", QuestionRole.PERMIT),
    ("home.3", "3", "When upset as a child", QuestionRole.PERMIT),
    ("home.4", "4", "Felt rejected, and why", QuestionRole.DEMAND),
    ("home.5", "5", "Why parents behaved as they did", QuestionRole.DEMAND),
    ("home.6", "6", "Loss of somebody close", QuestionRole.DEMAND),
    ("home.7", "7", "Effect on who one is now", QuestionRole.DEMAND),
    ("home.8", "8", "Changes since childhood", QuestionRole.DEMAND),
    ("home.9", "9", "Wishes for one's child", QuestionRole.PERMIT),
    ("home.10", "10", "Other frightening experiences", QuestionRole.DEMAND),
]
PROTOCOL = Protocol(
    id="home",
    title="Invented interview about home",
    version="1",
    language="en",
    kind="interview",
    scale=SCALE,
    check="Which questions ask for reflective functioning, and the anchors of the scale, against your manual.",
    questions=tuple(
        Question(
            id=id_,
            number=number,
            topic=topic,
            role=role,
            wordings=(topic,),
            probes=(Probe(id=f"{id_}.a", wordings=("And why?",)),),
        )
        for id_, number, topic, role in _QUESTIONS
    ),
)


def suggestion(passage, mean, evidence=(), reasons=(), spread=1.25):
    """A provisional rating with a bell-shaped distribution."""
    odds = {level: math.exp(-((level - mean) ** 2) / (2 * spread**2)) for level in SCALE.values}
    total = sum(odds.values())
    odds = {level: p / total for level, p in odds.items()}
    level = next(level for level in odds if sum(p for below, p in odds.items() if below <= level) >= 0.5)
    return Suggestion(
        passage=passage,
        status="provisional",
        level=level,
        expected=sum(level * p for level, p in odds.items()),
        distribution=odds,
        interval=(max(-1, level - 2), min(9, level + 2)),
        coverage=0.8,
        evidence=tuple(evidence),
        reasons=tuple(reasons),
        model="rf_passage",
        model_sha256=MODEL,
    )


def abstained(passage, code, message):
    """No rating, and why."""
    return Suggestion(
        passage=passage,
        status="abstained",
        reasons=(Reason(code=code, message=message),),
        model="rf_passage",
        model_sha256=MODEL,
    )


@pytest.fixture(scope="session")
def sheet() -> RatingSheet:
    """A sheet with every state, overlapping marks, and speakers of all three roles."""
    text, turns, mentions, markers = parse(INTERVIEW)
    mentions = levelled(mentions, markers)
    mentions, markers = numbered(mentions, "m"), numbered(carried(markers, mentions), "k")
    by_text = {text[m.start : m.end]: m.id for m in mentions}
    by_marker = {k.marker: k.id for k in markers}
    data = text.encode()
    words = {turn.index: len(re.findall(r"[\w'’-]+", turn.text)) for turn in turns if turn.role is Role.PARTICIPANT}
    states = PassageState
    found = [
        ("wording", 0.94),
        ("wording", 0.81),
        ("wording", 0.88),
        ("number", 0.99),
        ("wording", 1.0),
        ("wording", 0.9),
        ("wording", 0.72),
        ("order", 0.55),
        ("wording", 0.83),
    ]
    spans = [
        ((0,), (1,)),
        ((2,), (3,)),
        ((4,), (5,)),
        ((6, 8), (7, 9)),
        ((10,), (11,)),
        ((12,), (13,)),
        ((14,), (15,)),
        ((16,), (18,)),
        ((19,), (20,)),
    ]
    kinds = [states.ANSWERED] * 5 + [states.INAUDIBLE] + [states.ANSWERED] * 3
    passages = [
        Passage(
            id=f"p{n:02}",
            state=kind,
            question_id=question.id,
            role=question.role,
            asking=asking,
            answering=answering,
            method=method,
            confidence=sure,
        )
        for n, (question, kind, (asking, answering), (method, sure)) in enumerate(
            zip(PROTOCOL.questions, kinds, spans, found, strict=False), start=1
        )
    ]
    passages.append(
        Passage(id="p10", state=states.NOT_ASKED, question_id="home.10", role=QuestionRole.DEMAND, method="none")
    )
    minds = Evidence(
        feature="holders",
        direction="for",
        contribution=0.71,
        text="Two minds are kept apart: the speaker's own and another person's.",
        mentions=(by_text["hurt"], by_text["ashamed"], by_text["wanted"]),
    )
    revised = Evidence(
        feature="revision",
        direction="for",
        contribution=0.55,
        text="A thought from childhood is seen anew.",
        markers=(by_marker["C3"], by_marker["A1"]),
    )
    vague = Evidence(
        feature="discourse.length",
        direction="against",
        contribution=-0.12,
        text="The answer is shorter than most with such ratings.",
    )
    cliche = Evidence(
        feature="low.cliche",
        direction="against",
        contribution=-0.48,
        text="A general saying stands where an account could be.",
        markers=(by_marker["low.cliche"],),
    )
    suggestions = (
        abstained("p01", "role_none", "This question is not rated in this protocol."),
        suggestion(
            "p02",
            4.1,
            [
                Evidence(
                    feature="B",
                    direction="for",
                    contribution=0.33,
                    text="Another person's view of the same thing is allowed for.",
                    markers=(by_marker["B3"],),
                ),
                vague,
            ],
        ),
        suggestion(
            "p03",
            1.2,
            [
                Evidence(
                    feature="low.disavowal",
                    direction="against",
                    contribution=-0.92,
                    text="The question is passed over.",
                    markers=(by_marker["low.disavowal"],),
                )
            ],
        ),
        suggestion("p04", 6.3, [minds, revised]),
        suggestion(
            "p05",
            5.4,
            [
                Evidence(
                    feature="C",
                    direction="for",
                    contribution=0.6,
                    text="What one generation could not do is linked to the one before.",
                    markers=(by_marker["C1"],),
                ),
                vague,
            ],
        ),
        abstained("p06", "state_inaudible", "Most of the answer cannot be heard, so there is nothing to rate."),
        abstained("p07", "too_short", "The answer has one word; too little to rate."),
        suggestion(
            "p08",
            4.6,
            [cliche],
            [Reason(code="unsure_alignment", message="It is not certain that this answer belongs to this question.")],
            1.9,
        ),
        suggestion("p09", 3.2, [vague]),
        abstained("p10", "state_not_asked", "The question was not asked. This is never a low rating."),
    )
    rated = ("p02", "p03", "p04", "p05", "p08", "p09")
    weighed = suggestion("overall", 3.9)
    return RatingSheet(
        transcript=Transcript(
            id="bakery-01",
            participant="B01",
            timepoint="baseline",
            language="en",
            source=Source(
                name="bakery-01.txt",
                format="text",
                reader="text",
                sha256=hashlib.sha256(data).hexdigest(),
                size=len(data),
                text=text,
                encoding="utf-8",
                newline="lf",
                notes=(
                    Note(
                        code="speakers-inferred",
                        message="Who is the participant was inferred from labels and questions.",
                        remedy="Say so with --participant if it is wrong.",
                    ),
                ),
            ),
            speakers=(
                Speaker(
                    label="I",
                    role=Role.INTERVIEWER,
                    reason="The label is a usual one for an interviewer.",
                    confidence=0.98,
                    turns=10,
                    words=133,
                ),
                Speaker(
                    label="P",
                    role=Role.PARTICIPANT,
                    reason="The label is a usual one for a participant.",
                    confidence=0.98,
                    turns=10,
                    words=sum(words.values()),
                ),
                Speaker(label="S", role=Role.OTHER, reason="Speaks once.", confidence=0.7, turns=1, words=6),
            ),
            turns=tuple(turns),
        ),
        protocol=PROTOCOL,
        passages=tuple(passages),
        mentions=mentions,
        markers=markers,
        suggestions=suggestions,
        aggregates=(
            Aggregate(id="median", title="Median of the rated passages", value=4.0, passages=rated),
            Aggregate(id="mean", title="Mean of the rated passages", value=4.1333333333, passages=rated),
            Aggregate(
                id="spread", title="Standard deviation between passages", value=1.7224014243685084, passages=rated
            ),
            Aggregate(
                id="demand_share_5",
                title="Share of demand passages at 5 or more",
                value=2 / 3,
                passages=("p04", "p05", "p08"),
            ),
            Aggregate(
                id="trimmed_mean",
                title="Trimmed mean",
                value=None,
                passages=(),
                reason="Fewer than ten passages are rated.",
            ),
            Aggregate(id="lowest", title="Lowest passage", value=1.0, passages=("p03",)),
            Aggregate(id="highest", title="Highest passage", value=6.0, passages=("p04",)),
            Aggregate(
                id="learned",
                title="All passages weighed, as learned from simulated interviews",
                value=weighed.expected,
                passages=rated,
                low=2.0,
                high=6.0,
                basis=Basis(
                    level=weighed.level,
                    distribution=weighed.distribution,
                    coverage=0.8,
                    spread=1.7224014243685084,
                    lowest=("p03",),
                    highest=("p04",),
                    grounds=(
                        Ground(
                            summary="demand_top2",
                            direction="for",
                            contribution=0.41,
                            text="Mean of the two highest demand passages: 5.8 (typically 5.1).",
                            passages=("p04", "p05"),
                        ),
                        Ground(
                            summary="low_share",
                            direction="against",
                            contribution=-0.52,
                            text="Expected share of passages at 1 or below: 14% (typically 11%).",
                            passages=("p03",),
                        ),
                    ),
                ),
            ),
        ),
        words=words,
        notes=(
            Note(
                code="question-not-asked",
                message="One demand question was not asked: home.10.",
                severity=Severity.WARNING,
                remedy="Check the recording; the overall rating rests on fewer passages.",
            ),
            Note(code="question-merged", message="A follow-up was joined to the question before it.", line=9),
        ),
        provenance={
            "rf_scorer": "0.1.0",
            "rating.id": "rf_passage",
            "rating.training": "200 invented exemplars",
            "seed": "0",
        },
    )
