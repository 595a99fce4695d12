"""Cheap counts over one text that features need and that no mention carries.

Every name in :data:`MEASURES` is a key of ``Highlights.measures``, always present and always finite. All are counts of tokens unless
their line says otherwise; divide by ``Highlights.words`` for a density.
"""

from __future__ import annotations

from types import MappingProxyType

__all__ = ["DESCRIPTIONS", "MEASURES"]

#: What each measure counts, in a reader's words; the order is the order of :data:`MEASURES` and only ever grows at its end.
DESCRIPTIONS = MappingProxyType(
    {
        "first_person": "I, me, my, mine, myself",
        "first_person_plural": "we, us, our, ours, ourselves",
        "second_person": "you, your, yours, yourself; 'you know' as a filler is not counted",
        "third_person": "he, she, they, him, her, them and their possessives and reflexives",
        "indefinite_person": "people, everybody, nobody, someone, one, kids and other words for people at large",
        "name_codes": "placeholders of a de-identified transcript that stand for a person or a place, such as a role in braces",
        "kin_terms": "mother, dad, brother, grandparents, husband, child, boyfriend and their like",
        "particular_persons": "distinct kin terms and name codes: how many particular people are spoken of",
        "past_tense": "verb forms in the past, by form",
        "present_tense": "forms of be, have and do in the present, and first- or third-person present verbs among the frequent ones",
        "present_generic": "clauses about people at large in the present: an impersonal you, people, kids or one with a present verb",
        "modals": "would, could, might, may, must, should and their contractions",
        "fillers": "um, uh, er, mm, like as a filler, you know, I mean, sort of, kind of",
        "hesitations": "um, uh, er, mm alone",
        "cut_offs": "words broken off with a dash, and immediate repetitions of a word",
        "repeated_words": "words that repeat the word before them",
        "questions": "question marks",
        "negations": "not, n't, never, no, nothing, nobody, none, without",
        "quotes": "stretches of speech within quotation marks or after 'he was like' and its kin",
        "times": "words that place an episode in time: days, months, seasons, years, ages, 'when I was six', 'one night'",
        "places": "words that place an episode: kitchen, school, hospital, car, upstairs and their like",
        "numbers": "numerals and number words",
        "causal": "because, since, so that, therefore, that is why and their like",
        "contrast": "but, although, even though, whereas, however and their like",
        "conditional": "if, unless, whether",
        "absolutes": "always, never, everybody, nobody, totally, completely, every single",
        "degree_hedges": "kind of, sort of, a bit, a little, somewhat, rather",
        "intensifiers": "very, really, so, extremely, too before another word",
        "abstract_terms": "clinical and technical words for the mind, such as trauma, attachment, boundaries, projection",
        "trait_terms": "words for character rather than state, such as strict, kind, selfish, stubborn",
        "bodily_terms": "words for bodily states: tired, hungry, sick, pain, asleep",
        "behaviour_terms": "frequent verbs of doing: go, hit, shout, cry, work, leave, buy",
        "speech_verbs": "say, tell, ask, talk, call, explain",
        "function_words": "articles, pronouns, prepositions, auxiliaries and conjunctions of English: a low share means another language or no prose",
        "types": "distinct words",
        "type_token": "distinct words per word over the whole text; 0 for an empty text (not a count)",
        "content_types": "distinct words that are no function words",
        "mean_word_length": "mean letters a word (not a count)",
        "mean_sentence_length": "mean words a sentence (not a count)",
        "longest_sentence": "words in the longest sentence",
        "question_overlap": "share of the answer's distinct content words that stand in the question too (0 to 1; 0 without a question)",
        "pauses": "transcribed pauses",
        "events": "transcribed events, such as laughing or crying",
        "inaudible": "stretches that the transcriber could not hear",
        "single_others": "he, she, him, her and their possessives and reflexives: one other person",
        "plural_others": "they, them and their possessives and reflexives: other people together, or one whose sex is left open",
        "subject_changes": "how often the subject changes between I or we and he, she or they",
        "deeds_between": "me or us behind he, she or they, and him, her or them behind I or we: one's doing that bears on the other",
        "own_past_thought": "'I thought', 'I figured', 'I was thinking' and their like, with what was thought",
        "reflexives": "myself, himself, herself, ourselves, themselves",
        "collective_persons": "people as a body: parents, family, neighbours, everybody, men, women, society",
        "used_to": "'used to' for what was once the case",
        "sequence": "then, after, before, until, once, finally and other words that put events in order",
        "past_perfect": "verbs in the past before the past: had gone",
        "and_persons": "I, we, he, she or they right behind 'and'",
        "so_persons": "I, we, he, she or they right behind 'so': what somebody did or felt in consequence",
        "then_persons": "I, we, he, she or they right behind 'then'",
        "if_persons": "I, we, he, she or they right behind 'if' or 'whether'",
        "inferring": "maybe, perhaps, must, might, probably, could be and other words that put something as a guess",
        "mistaken": "wrong, mistake, misread, misunderstood, fault",
        "focus_words": "only, even, just, still, anyway, though",
        "trying": "stop, start, keep and try: doings begun, given up, kept up or attempted",
        "noticing": "see, saw, hear, notice, watch, listen, whatever was perceived",
        "outward_signs": "what shows on a person: face, eyes, voice, quiet, laughing, crying, looking, shouting",
        "unsaid": "say, tell, ask, talk and their like right behind 'not', 'never' or 'without'",
        "judgements": "best, worst, perfect, wonderful, normal and other flat judgements",
        "opens_but": "sentences that open with 'but'",
        "opens_and": "sentences that open with 'and'",
        "opens_so": "sentences that open with 'so'",
        "opens_now": "sentences that open with 'now'",
        "opens_you": "sentences that open with 'you'",
        "verbs": "verbs without auxiliaries, by the tagger",
        "nouns": "common nouns, by the tagger",
        "adjectives": "adjectives, by the tagger",
        "determiners": "determiners, by the tagger",
        "subordinators": "words that open a subordinate clause, by the tagger",
        "ing_forms": "verb forms in -ing, by the tagger",
        "noun_subjects": "subjects that are a noun for no person, by the parser",
        "content_clauses": "clauses that say what is thought, said or seen (ccomp), by the parser",
        "open_complements": "verbs without a subject of their own behind another ('wanted to go', xcomp), by the parser",
    }
)

#: The measures' names, in a fixed order.
MEASURES: tuple[str, ...] = tuple(DESCRIPTIONS)
