"""Classes of identifiers: what each is, what is done about it unless a study says otherwise, and where the law names it."""

from __future__ import annotations

from dataclasses import dataclass

from rf_scorer.domain.privacy import Action

__all__ = ["CLASSES", "DIRECT", "IdentifierClass"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierClass:
    """One class.

    Attributes
    ----------
    id : str
        Stable; key of settings, reports and tables.
    title : str
        In words, plural.
    action : Action
        What is done unless a study says otherwise.
    direct : bool
        Whether one finding alone may lead to a person.
    safe_harbor : str
        Letter of the identifier in 45 CFR 164.514(b)(2)(i), or empty where it names none.
    """

    id: str
    title: str
    action: Action
    direct: bool
    safe_harbor: str


_ALL = (
    IdentifierClass(id="email", title="e-mail addresses", action=Action.BLOCK, direct=True, safe_harbor="F"),
    IdentifierClass(
        id="national-id",
        title="numbers of the state (social security, passport, health service)",
        action=Action.BLOCK,
        direct=True,
        safe_harbor="G",
    ),
    IdentifierClass(id="bank", title="bank accounts and cards", action=Action.BLOCK, direct=True, safe_harbor="J"),
    IdentifierClass(id="vehicle", title="number plates", action=Action.BLOCK, direct=True, safe_harbor="L"),
    IdentifierClass(
        id="record",
        title="numbers of patients, cases, insurances, licences, devices",
        action=Action.BLOCK,
        direct=True,
        safe_harbor="H, I, K, M, R",
    ),
    IdentifierClass(id="date", title="exact dates", action=Action.BLOCK, direct=True, safe_harbor="C"),
    IdentifierClass(
        id="phone", title="telephone and fax numbers", action=Action.BLOCK, direct=True, safe_harbor="D, E"
    ),
    IdentifierClass(id="url", title="web addresses", action=Action.BLOCK, direct=True, safe_harbor="N"),
    IdentifierClass(id="ip", title="IP and MAC addresses", action=Action.BLOCK, direct=True, safe_harbor="O"),
    IdentifierClass(id="handle", title="names in social media", action=Action.BLOCK, direct=True, safe_harbor="R"),
    IdentifierClass(
        id="address", title="postal addresses and codes", action=Action.BLOCK, direct=True, safe_harbor="B"
    ),
    IdentifierClass(id="pet", title="names of animals", action=Action.WARN, direct=False, safe_harbor=""),
    IdentifierClass(
        id="hospital", title="hospitals, clinics, wards", action=Action.WARN, direct=False, safe_harbor="B"
    ),
    IdentifierClass(
        id="school", title="schools and universities", action=Action.WARN, direct=False, safe_harbor="A, B"
    ),
    IdentifierClass(
        id="employer", title="employers, churches, clubs", action=Action.WARN, direct=False, safe_harbor="A"
    ),
    IdentifierClass(
        id="place", title="places smaller than a country", action=Action.WARN, direct=False, safe_harbor="B"
    ),
    IdentifierClass(id="person", title="names of people", action=Action.BLOCK, direct=True, safe_harbor="A"),
    IdentifierClass(
        id="occupation", title="roles that single somebody out", action=Action.WARN, direct=False, safe_harbor=""
    ),
    IdentifierClass(id="age", title="ages over 89", action=Action.WARN, direct=False, safe_harbor="C"),
    IdentifierClass(id="picture", title="pictures in the document", action=Action.WARN, direct=False, safe_harbor="Q"),
    IdentifierClass(
        id="initials", title="initials instead of a name", action=Action.NOTE, direct=False, safe_harbor=""
    ),
)
#: By id, the surer first: where two detectors overlap, the class that stands first here wins.
CLASSES = {kind.id: kind for kind in _ALL}
#: Classes of which one finding alone may lead to a person.
DIRECT = frozenset(kind.id for kind in _ALL if kind.direct)
