"""What the gate found in one file, as a document: classes and places, never words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rf_scorer.documents.plain import plain

if TYPE_CHECKING:
    from rf_scorer.domain.privacy import Verdict

__all__ = ["SCHEMA", "privacy_record"]

SCHEMA = "urn:rf-scorer:schema:privacy-record:1"


def privacy_record(
    *, file: str, transcript: str, verdict: Verdict, statement: str, sha256: str, attested: bool, problem: str = ""
) -> dict[str, Any]:
    """A document that matches ``schemas/privacy-record.schema.json``.

    Parameters
    ----------
    file, transcript : str
        Name and id.
    verdict : Verdict
    statement : str
        The verdict in words.
    sha256 : str
        Digest of the bytes that were looked through.
    attested : bool
        Whether a named person has attested these bytes.
    problem : str
        Why an attestation that stands there does not hold.
    """
    return {
        "schema": SCHEMA,
        "file": file,
        "transcript": transcript,
        "sha256": sha256,
        "statement": statement,
        "blocked": verdict.blocked,
        "attested": attested,
        **({"problem": problem} if problem else {}),
        "words": verdict.words,
        "detectors": dict(verdict.detectors),
        "counts": verdict.counts(),
        "findings": [plain(finding) for finding in verdict.findings],
    }
