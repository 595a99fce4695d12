"""What is found in speech, and what is left alone: every class, with and without capitals, whole, spelled out and broken off."""

from __future__ import annotations

import pytest

from rf_scorer.privacy.detector import find


def _found(*texts: str) -> list[tuple[str, str]]:
    return [
        (span.kind, text[span.start : span.end])
        for text, spans in zip(texts, find(texts), strict=True)
        for span in spans
    ]


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("email", "you can write to mary.ann@post.example.org any time", "mary.ann@post.example.org"),
        ("email", "write to me it's mary dot ann at gmail dot com yeah", "mary dot ann at gmail dot com"),
        ("url", "it is on www.ourfamily.example/pictures I think", "www.ourfamily.example/pictures"),
        ("handle", "I was @lone_gull99 on there", "@lone_gull99"),
        ("phone", "her number was 0171 496 0123 for years", "0171 496 0123"),
        (
            "phone",
            "she made me learn oh seven seven double nine one two three four",
            "oh seven seven double nine one two three four",
        ),
        ("ip", "the police had 203.0.113.7 as the computer", "203.0.113.7"),
        ("address", "we lived at 14 Larkrise Lane until the fire", "14 Larkrise Lane"),
        ("address", "the parcel went to fourteen larkrise close again", "fourteen larkrise close"),
        ("address", "I still write SW1A 4WW by mistake", "SW1A 4WW"),
        ("bank", "she read out DE89 3704 0044 0532 0130 00 to the man", "DE89 3704 0044 0532 0130 00"),
        ("national-id", "my passport number was 533401872 then", "533401872"),
        ("record", "on the wristband it said patient number K 22817", "K 22817"),
        ("vehicle", "I remember the plate, it was WRX 4417, a red van", "WRX 4417"),
        ("date", "he died on 3/11/1998 in the night", "3/11/1998"),
        ("date", "it was the fourteenth of march nineteen eighty seven", "fourteenth of march nineteen eighty seven"),
        ("date", "we came over in June 1994, all of us", "June 1994"),
        ("age", "my great-gran lived to be 94 and never saw a doctor", "94"),
        ("age", "she was ninety-six when she died", "ninety-six"),
        ("person", "and then my brother Tobias came in", "Tobias"),
        ("person", "we saw Dr. Ferreira about it", "Ferreira"),
        ("person", "and my brother oluwafemi he was the quiet one", "oluwafemi"),
        ("person", "Grace says she never knew. I believe her.", "Grace"),
        ("person", "there was a girl called hope on the ward", "hope"),
        ("person", "it's spelled S-I-O-B-H-A-N and nobody can", "S-I-O-B-H-A-N"),
        ("person", "mrs k- kowal- kowalczyk next door", "k- kowal- kowalczyk"),
        ("person", "AND THEN SIOBHAN WALKED OUT AND I NEVER", "SIOBHAN"),
        ("pet", "our dog Biskit slept on my bed", "Biskit"),
        ("place", "we moved to Little Wenlock in the spring", "Little Wenlock"),
        ("school", "I hated Wattlebrook Primary School from the first day", "Wattlebrook Primary School"),
        ("hospital", "they took her to Saint Aldhelm's Hospital", "Saint Aldhelm's Hospital"),
        ("occupation", "my father was the harbour master, you see", "harbour master"),
        ("occupation", "she was the matron of our college then", "matron of our college"),
        ("occupation", "being the vicar's daughter was a job", "vicar's daughter"),
        ("occupation", "i was the only surviving triplet they said", "only surviving triplet"),
        ("pet", "we had a mule named preacher when i was small", "preacher"),
        ("pet", "Who did I tell? My horse, Captain, that's who.", "Captain"),
        ("pet", "i chose biscuit he was a hamster", "biscuit"),
        ("employer", "she was cleaning at brookside plastics nights", "brookside plastics"),
    ],
)
def test_each_class_is_found_where_it_stands(kind: str, text: str, words: str) -> None:
    """One finding, of the class, that cuts the words out of the text."""
    assert _found(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "and then {{Brother}} came in, and [Aunt 2] as well",
        "I think I was, um, I'd say about 12 or 13. My mother never knew.",
        "Then on Monday in March we went to church with Mum and Dad",
        'he said "Come here" and I went. (mhm) Yes.',
        "we had 2 dogs, 3 cats and 1200 books",
        "so we went And then he said Not today, on Saturdays",
        "i lost hope and she had no grace about it and i will never say will you",
        "I worked for Company 1 and then at School A, with Mr. X",
        "It was like Peter Pan, or Tom, Dick and Harry",
        "AND HE SAID TO ME YOU WILL EAT IT AND THAT WAS A MONDAY",
        "they had me on Prozac and I watched Netflix in English all through Ramadan",
        "the PTSD and the A A I thing, that NHS form",
        "she was eighty-two and I was about 90 percent sure",
        "well I- I- I'm-I'm not, you-you know",
        "the doctor at the hospital said it was nothing and the nurse on the ward was kind",
        "he was the first person in my family to say sorry and I was the only girl in my class",
        "The head teacher rang my mum. He was the boss in our house.",
        "i would pat the dog and watch the ducks and the dog came and sat",
        "Our cat died that summer. The dog, he was called something silly.",
        "he worked for a roofing company and she worked in steel",
    ],
)
def test_role_codes_and_plain_speech_are_left_alone(text: str) -> None:
    """Codes, kin words, weekdays, brands, sayings and words that could be names are nobody's."""
    assert _found(text) == []


def test_a_name_that_is_sure_in_one_turn_is_a_name_in_all() -> None:
    """In captions, what was said to be a name is one where nothing else tells."""
    found = _found("my boyfriend was called art", "and art he never knew", "modern art was nothing to him")
    assert found == [("person", "art"), ("person", "art")]


def test_a_text_in_another_language_is_not_taken_for_names() -> None:
    """Of a language that the lists do not know, capitals count and lower-case words do not."""
    text = "donc je travaille avec des modèles que nous avons mais ensuite il faut parler avec Sophie parce que nous voulons toujours comprendre pourquoi"
    assert _found(text) == [("person", "Sophie")]


@pytest.mark.parametrize(
    "text", ["", " ", "\0" * 40, "a" * 50_000, "-" * 5_000, "A-" * 4_000, "1 " * 8_000, "3 ::", "ﬁ\u202e\ud800 x"]
)
def test_odd_texts_are_looked_through(text: str) -> None:
    """Nothing, a lot of one thing, and halves of characters end no run."""
    assert isinstance(find([text]), list)


def test_an_animals_name_is_known_in_all_turns() -> None:
    """A word that is told to be an animal's name in one turn is one in the others, where it stands like a name."""
    found = _found("the parrot was called admiral", "and admiral would swear at them both", "he was an admiral once")
    assert found == [("pet", "admiral"), ("pet", "admiral")]
