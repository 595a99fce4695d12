"""What is exported: sheets, the ratings that humans confirmed, and tables of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from rf_scorer.exchange.talk import Talk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from rf_scorer.domain.confirmed import Consensus, RatedInterview, UnitFacts
    from rf_scorer.domain.rating import Judgement, Unratable
    from rf_scorer.exchange.tables import Table

__all__ = ["CONSENSUS", "Given", "Material", "Options", "Use"]

#: Which levels count: as they were locked, as they stood in the end, or those of the consensus.
Use: TypeAlias = Literal["blind", "final", "consensus"]
#: Stands for a rater where the levels are those of a consensus.
CONSENSUS = "consensus"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What leaves.

    Attributes
    ----------
    use : {"blind", "final", "consensus"}
    suggestions : bool
        Whether the program's provisional suggestions are written, apart from ratings and named as what they are.
    text : bool
        Whether participants' and raters' own words are written; formats that are the text cannot do without.
    scratch : Path or None
        An empty folder of the run's own, for what a library can only write to a file; it is removed with all that stands in it. None for the
        system's folder for temporary files.
    """

    use: Use = "blind"
    suggestions: bool = False
    text: bool = True
    scratch: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One rating of one unit: a level, or why there is none; ``judgement`` is None for a consensus."""

    interview: str
    rater: str
    facts: UnitFacts
    level: float | None
    unratable: Unratable | None
    judgement: Judgement | None = None
    at: str | None = None


@dataclass(frozen=True, kw_only=True)
class Material:
    """All that is exported.

    Attributes
    ----------
    study, title : str
        Id and title of the study; of a folder that is none, its name.
    sheets : mapping of str to mapping
        Rating sheets without faults, by interview, in order.
    ratings : tuple of RatedInterview
        Finished ones.
    consensus : tuple of Consensus
    tables : tuple of Table
        Of the ratings, as the desk's own export has them.
    """

    study: str
    title: str
    sheets: Mapping[str, Mapping[str, Any]]
    ratings: tuple[RatedInterview, ...] = ()
    consensus: tuple[Consensus, ...] = ()
    tables: tuple[Table, ...] = field(default=())

    @cached_property
    def talks(self) -> dict[str, Talk]:
        """Every interview as lines."""
        return {name: Talk(sheet) for name, sheet in self.sheets.items()}

    @property
    def raters(self) -> tuple[str, ...]:
        """Codes of those whose ratings are here."""
        return tuple(sorted({rated.rater for rated in self.ratings}))

    def given(self, use: Use) -> Iterator[Given]:
        """Every rating that was given, by interview, rater and unit.

        Parameters
        ----------
        use : {"blind", "final", "consensus"}
        """
        if use == CONSENSUS:
            for agreed in self.consensus:
                for unit in (*agreed.units, agreed.overall):
                    if unit.level is not None or unit.unratable is not None:
                        yield Given(
                            interview=agreed.sheet.interview,
                            rater=CONSENSUS,
                            facts=unit.facts,
                            level=unit.level,
                            unratable=unit.unratable,
                        )
            return
        for rated in self.ratings:
            for one in (*rated.units, rated.overall):
                blind = one.rating.blind
                judgement = one.rating.final if use == "final" else None if blind is None else blind.judgement
                if judgement is not None:
                    decision = one.rating.decision if use == "final" else None
                    yield Given(
                        interview=rated.sheet.interview,
                        rater=rated.rater,
                        facts=one.facts,
                        level=judgement.level,
                        unratable=judgement.unratable,
                        judgement=judgement,
                        at=decision.at if decision is not None else None if blind is None else blind.at,
                    )
