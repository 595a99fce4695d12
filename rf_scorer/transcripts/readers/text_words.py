"""Words by which speaker labels are told from other line beginnings."""

from __future__ import annotations

__all__ = ["FUNCTION_WORDS", "HEADINGS", "PARTICLES", "ROLES"]

# fmt: off
#: Who speaks in interviews and sessions, in the languages that transcripts of our users are labelled in.
ROLES = frozenset({
    "interviewer", "interviewee", "participant", "respondent", "subject", "client", "patient", "therapist",
    "counsellor", "counselor", "clinician", "researcher", "moderator", "facilitator", "speaker", "informant",
    "int", "inter", "intr", "intvr", "ivr", "inv", "sub", "subj", "part", "partic", "resp", "res", "cl", "th",
    "ther", "pt", "ps", "ptc", "iv", "ie", "ir", "er", "ee", "question", "answer", "mother", "father", "mom",
    "mum", "mam", "dad", "parent", "child", "kid", "baby", "toddler", "infant", "partner", "husband", "wife",
    "spouse", "son", "daughter", "brother", "sister", "sibling", "grandmother", "grandfather", "observer",
    "translator", "interpreter", "assistant", "staff", "nurse", "doctor", "dr", "psychologist", "psychiatrist",
    "assessor", "examiner", "investigator", "host", "guest", "narrator", "unknown", "unidentified", "both", "all",
    "everyone", "other", "others", "student", "teacher", "person", "adult", "caregiver", "carer", "female",
    "male", "voice", "man", "woman", "girl", "boy", "coach", "social", "worker", "second", "first", "third",
    "enquêteur", "enquêteuse", "intervieweur", "intervieweuse", "befragte", "befragter", "befragerin",
    "interviewerin", "interviewter", "interviewte", "therapeut", "therapeutin", "klient", "klientin",
    "entrevistador", "entrevistadora", "entrevistado", "entrevistada", "intervistatore", "intervistato",
})
#: Words that stand before a colon on cover pages and in remarks, and never name a speaker.
HEADINGS = frozenset({
    "note", "notes", "nb", "date", "time", "times", "place", "location", "interview", "interviews", "file",
    "filename", "recording", "record", "transcript", "transcription", "transcriber", "title", "page", "part",
    "section", "summary", "duration", "length", "example", "warning", "remark", "remarks", "comment", "comments",
    "http", "https", "mailto", "re", "tape", "side", "topic", "theme", "start", "end", "begin", "beginning",
    "version", "project", "study", "site", "key", "legend", "age", "gender", "sex", "name", "names", "email",
    "phone", "address", "session", "visit", "week", "day", "month", "year", "id", "code", "number", "total",
    "setting", "context", "background", "conventions", "abbreviations", "audio", "video", "author", "format",
    "language", "status", "source", "present", "attendees", "participants", "interviewers", "speakers", "started",
    "ended", "chapter", "scene", "verse", "appendix", "table", "figure", "step", "option", "reason", "ok", "okay",
    "yes", "no", "yeah", "yep", "nope", "right", "so", "well", "thanks", "thank", "please", "sorry",
})
#: Words with which speech begins, and names do not.
FUNCTION_WORDS = frozenset({
    "and", "but", "or", "so", "then", "because", "like", "well", "the", "an", "my", "your", "his", "her", "our",
    "their", "its", "this", "that", "these", "those", "there", "here", "it", "he", "she", "they", "we", "you",
    "who", "what", "when", "where", "why", "how", "if", "as", "at", "by", "for", "from", "in", "into", "of", "on",
    "to", "with", "without", "about", "after", "before", "is", "was", "are", "were", "be", "been", "being", "do",
    "did", "does", "have", "had", "has", "not", "no", "yes", "yeah", "oh", "um", "uh", "er", "hm", "mm", "okay",
    "ok", "just", "maybe", "also", "even", "only", "still", "now", "today", "one", "two", "three", "four", "five",
    "six", "seven", "eight", "nine", "ten", "another", "every", "each", "some", "any", "many", "most", "first",
    "second", "third", "next", "last", "example",
})
#: Small words inside names.
PARTICLES = frozenset({
    "de", "da", "di", "du", "van", "von", "der", "den", "la", "le", "el", "al", "bin", "ben", "of", "the", "and",
    "&", "del", "dos", "das",
})
# fmt: on
