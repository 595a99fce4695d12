"""From a file to a transcript, and which reader gets it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rf_scorer.domain import Role
from rf_scorer.errors import RfScorerError, SpeakerError, UnknownName, UnreadableFile, UsageError
from rf_scorer.transcripts import Document, ReadOptions, SpeakerChoice, read, read_document
from rf_scorer.transcripts.detection import detect, readers

CALM = "Interviewer: Where did you live?\nParticipant: In a small house, I think, by the sea.\n"


def file(folder, name, content):
    """Write a file of text or bytes."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


class Sure:
    """A reader that is always as sure as it is told to be."""

    description = "for tests"

    def __init__(self, name, confidence):
        self.name, self.confidence = name, confidence

    def recognise(self, document):
        """As told."""
        return self.confidence

    def read(self, document, options):
        """Never called."""
        raise AssertionError


def test_a_file_becomes_a_transcript(tmp_path):
    """Text, roles, digest and provenance of the file stand in the transcript, whose id is the file's name."""
    path = file(tmp_path, "interview-32---po.txt", CALM)
    transcript = read(path)
    assert transcript.id == "interview-32---po"
    assert [turn.role for turn in transcript.turns] == [Role.INTERVIEWER, Role.PARTICIPANT]
    source = transcript.source
    assert (source.name, source.format, source.reader, source.size) == (path.name, "text", "text", len(CALM))
    assert (source.text, source.encoding, source.newline) == (CALM, "utf-8", "lf")
    assert len(source.sha256) == 64


def test_ids_may_stand_in_file_names():
    """An id has letters, digits, dots, dashes and underscores; a change is noted; one that is given is used."""
    transcript = read_document(Document("Frau Müller (2).txt", CALM.encode()))
    assert transcript.id == "Frau-Muller-2"
    assert "id-adapted" in [note.code for note in transcript.source.notes]
    assert read_document(Document("訪談.txt", CALM.encode())).id.startswith("transcript-")
    assert read_document(Document("a.txt", CALM.encode()), transcript_id="p07_t1").id == "p07_t1"


def test_notes_of_every_step_come_along():
    """What decoding, reading and assigning speakers noted stands in the source's notes."""
    data = ("Cover\n\n" + CALM.replace("sea", "café")).encode("cp1252")
    codes = {note.code for note in read_document(Document("a.txt", data)).source.notes}
    assert {"encoding-guessed", "cover-dropped"} <= codes


def test_a_person_may_say_who_speaks():
    """The choice of speakers reaches the assignment."""
    data = b"Ann: Where?\nBob: In a house, I think, by the sea.\n" * 3
    transcript = read_document(Document("a.txt", data), speakers=SpeakerChoice(participant=("Ann",)))
    assert {turn.label for turn in transcript.turns if turn.role is Role.PARTICIPANT} == {"Ann"}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t ", "empty"),
        ("a.txt", b"%PDF-1.4 broken", "PDF"),
        ("b.txt", b"\x00\x01\x02\x03\xff\xfe\x80 binary", "binary"),
        ("c.txt", b"ID3\x04\x00sound", "sound"),
        ("d.json", b'{"a": 1}', "JSON"),
        ("e.html", b"<!DOCTYPE html><html><body>I: x</body></html>", "web page"),
        ("f.txt", b"Just a story.\n\nWithout labels.\n", "No speaker labels"),
        ("g.txt", "I: caf\u00e9 caf\u00e9\n".encode() + b"P: \xff\n", "line 2"),
    ],
)
def test_files_that_are_no_transcripts_are_refused(tmp_path, name, content, message):
    """Each has a message that names the file, says what is wrong and what to do."""
    with pytest.raises(UnreadableFile, match=message) as caught:
        read(file(tmp_path, name, content))
    assert caught.value.where == name
    assert caught.value.remedy


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    """What is not a file is said to be none."""
    for path in (tmp_path, tmp_path / "nothing.txt"):
        with pytest.raises(UnreadableFile, match="not a file"):
            read(path)


def test_a_large_file_is_refused_unread(tmp_path):
    """A file beyond any transcript's size is refused by its size alone."""
    path = tmp_path / "large.txt"
    with path.open("wb") as out:
        out.truncate(300_000_000)
    with pytest.raises(UnreadableFile, match="300 MB"):
        read(path)
    with pytest.raises(UnreadableFile, match="60 MB"):
        read_document(Document("large.txt", b"x" * 60_000_000))


def test_errors_of_speakers_are_placed(tmp_path):
    """An error of a later step carries the file's name, too, and no word of the transcript."""
    with pytest.raises(SpeakerError) as caught:
        read(file(tmp_path, "one.txt", "P: secret words here.\nP: and more.\nP: and more.\n"))
    assert caught.value.where == "one.txt"
    assert "secret" not in str(caught.value)


def test_the_most_confident_reader_gets_the_document():
    """Detection compares what the readers say of the content."""
    among = {"a": Sure("a", 0.4), "b": Sure("b", 0.9), "c": Sure("c", 0.0)}
    assert detect(Document("x", b"x"), ReadOptions(), among=among).name == "b"


def test_two_that_are_equally_sure_are_an_error():
    """A tie is not broken silently; the message names both and the option that decides."""
    among = {"b": Sure("b", 0.9), "a": Sure("a", 0.89), "c": Sure("c", 0.5)}
    with pytest.raises(UnreadableFile, match="a, b") as caught:
        detect(Document("x", b"x"), ReadOptions(), among=among)
    assert "--format a" in str(caught.value)
    assert detect(Document("x", b"x"), ReadOptions(format="c"), among=among).name == "c"


class Bounded(Sure):
    """A reader that says beforehand between what its certainty lies, and counts how often it is asked."""

    def __init__(self, name, confidence, least, most):
        super().__init__(name, confidence)
        self.limits, self.asked = (least, most), 0

    def bounds(self, document):
        """As told."""
        return self.limits

    def recognise(self, document):
        """As told, and counted."""
        self.asked += 1
        return self.confidence


SHARES = st.sampled_from([0.0, 0.05, 0.09, 0.1, 0.5, 0.88, 0.885, 0.9, 0.91, 0.99, 1.0])


@settings(deadline=None, max_examples=400)
@given(st.lists(st.tuples(st.lists(SHARES, min_size=3, max_size=3), st.booleans()), max_size=5))
def test_bounds_decide_as_the_readers_themselves_would(drawn):
    """A reader that gives bounds is chosen, or refused beside others, as if it had been asked; nobody is asked twice."""
    plain, bounded = {}, {}
    for number, (shares, told) in enumerate(drawn):
        name, (least, sure, most) = "abcde"[number], sorted(shares)
        plain[name] = Sure(name, sure)
        bounded[name] = Bounded(name, sure, least, most) if told else Sure(name, sure)

    def chosen(among):
        try:
            return detect(Document("x", b"x"), ReadOptions(), among=among).name
        except UnreadableFile as error:
            return str(error)

    assert chosen(bounded) == chosen(plain)
    assert all(getattr(reader, "asked", 0) <= 1 for reader in bounded.values())


def test_a_reader_that_cannot_win_is_not_asked():
    """Where bounds settle it, to be sure costs nothing: neither those who cannot be the surest are asked, nor one who is so at least."""
    slow, sure = Bounded("slow", 0.5, 0.0, 0.9), Bounded("sure", 0.97, 0.95, 1.0)
    assert detect(Document("x", b"x"), ReadOptions(), among={"slow": slow, "sure": sure}).name == "sure"
    assert (slow.asked, sure.asked) == (0, 0)


@pytest.mark.parametrize("suffix", ["txt", "md", "csv", "tsv", "vtt", "xlsx", "bin"])
@pytest.mark.parametrize(
    "data",
    [
        CALM.encode(),
        b"speaker,text\nI,Why?\nP,So.\n",
        b"speaker,text\nI,Why\n",
        b"WEBVTT\n\n00:00.000 --> 00:01.000\n<v I>Why?\n",
        b"no labels at all",
        b'"open',
        bytes(range(256)),
        b"PK\x03\x04 damaged",
    ],
)
def test_readers_keep_to_their_bounds(data, suffix):
    """What a reader says of a document lies within the bounds that it gave."""
    document = Document(f"a.{suffix}", data)
    bounded = [reader for reader in readers().values() if hasattr(reader, "bounds")]
    assert {reader.name for reader in bounded} == {"table", "text"}
    for reader in bounded:
        least, most = reader.bounds(document)
        assert least <= reader.recognise(document) <= most


def test_an_unknown_format_lists_the_known():
    """A format that no reader has is refused with the names of those there are."""
    with pytest.raises(UnknownName, match=r"captions.*table.*text"):
        read_document(Document("a.txt", CALM.encode()), options=ReadOptions(format="klingon"))


def test_a_stated_encoding_is_used_or_refused():
    """The encoding reaches the decoder; one that does not exist is a usage error with the file's name."""
    document = Document("a.txt", CALM.replace("sea", "žluť").encode("cp1250"), encoding="cp1250")
    assert "žluť" in read_document(document).turns[1].text
    with pytest.raises(UsageError, match="no text encoding") as caught:
        read_document(Document("a.txt", b"I: x\n", encoding="klingon"))
    assert caught.value.where == "a.txt"


def test_errors_are_of_our_own_kind_and_carry_no_cause():
    """A chained exception could carry a participant's words into a traceback, so there is none."""
    with pytest.raises(RfScorerError) as caught:
        read_document(Document("a.json", b'{"schema": "urn:rf-scorer:schema:transcript:1", "turns": [secret'))
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert "secret" not in str(caught.value)
