"""Where the rating model keeps silent or doubts, and whether it is more wrong there.

Usage::

    python benchmarks/abstention.py [--model rf_passage] [--exemplars models/rf_passage/exemplars.jsonl] [--rows ROWS.jsonl]
                                    [--answers FILE.jsonl …] [--transcripts FOLDER …] [--protocol NAME] [--json FILE]

Prints how many exemplars are refused or doubtful when they are judged by limits that were learned without their speakers, altogether and for the
sub-types and varieties of English where that is so most often. FILE holds questions and answers as ``rf-scorer rate`` reads them, FOLDER transcripts
that ``rf-scorer score`` reads; of these it prints the same, by the model as it is. ROWS holds what models that did not know the speakers say of the
exemplars, as ``benchmarks/train_rf_passage.py --out-of-fold`` writes it: then errors by distance and by entropy are printed, and how long intervals
get. Nothing that anybody said is printed, and nothing is written.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from figures import keeping

from rf_scorer import jsonio, language, pipeline, protocols, rating, transcripts
from rf_scorer.domain import Level, Scale
from rf_scorer.errors import RfScorerError
from rf_scorer.rating import intervals, learning, limits, metrics
from rf_scorer.rating.corpus import Corpus
from rf_scorer.rating.folds import folds
from rf_scorer.rating.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rf_scorer.domain import Protocol, Suggestion
    from rf_scorer.rating import RatingModel

SCALE = Scale(id="rf", levels=tuple(Level(value=value) for value in range(-1, 10)))
#: Reasons that say nothing of what was answered.
UNRATED = {"state_not_asked", "state_not_answered", "state_inaudible", "role_none"}
#: Sub-types and varieties with fewer exemplars are not shown.
FEWEST = 50


def read(path: Path) -> list[dict[str, Any]]:
    """Records of a file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [jsonio.loads(line, where=f"{path.name}:{number}") for number, line in enumerate(lines, 1) if line.strip()]


def summed(title: str, suggestions: Sequence[Suggestion]) -> dict[str, Any] | None:
    """One line: what became of the passages that could be rated; the same as shares."""
    rated = [one for one in suggestions if not {reason.code for reason in one.reasons} & UNRATED]
    if not rated:
        print(f"{title:24s} nothing that could be rated")
        return None
    silent = Counter(reason.code for one in rated if one.status == "abstained" for reason in one.reasons)
    given = [one for one in rated if one.status == "provisional"]
    doubts = Counter(reason.code for one in given for reason in one.reasons)
    outside = silent.pop("out_of_domain", 0)
    doubtful = sum(bool(one.reasons) for one in given)
    counts = {
        "refused": len(rated) - len(given) - outside,
        "outside": outside,
        "doubtful": doubtful,
        "neither": len(given) - doubtful,
    }
    shares = {name: count / len(rated) for name, count in counts.items()}
    print(
        f"{title:24s}{len(rated):6d}  refused by rule {shares['refused']:6.1%}"
        f"  out of domain {shares['outside']:6.1%}  doubtful {shares['doubtful']:6.1%}"
        f"  neither {shares['neither']:6.1%}"
    )
    print(
        f"{'':24s}        {', '.join(f'{code} {count}' for code, count in [*silent.most_common(), *doubts.most_common()])}"
    )
    return {"title": title, "passages": len(rated), **shares, "reasons": silent + doubts}


def scored(folder: Path, engine: pipeline.Engine, protocol: Protocol | None) -> Iterable[Suggestion]:
    """Suggestions for every passage of a folder of transcripts; those that cannot be read are left out."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith("README"):
            continue
        try:
            sheet = pipeline.score(transcripts.read(path), engine=engine, protocol=protocol)
        except RfScorerError as error:
            print(f"{folder.name}: left out one file ({type(error).__name__})")
            continue
        yield from sheet.suggestions


def held_out(
    records: Sequence[dict[str, Any]], model: RatingModel, engine: pipeline.Engine
) -> tuple[np.ndarray, dict[str, Any]]:
    """Distances of the exemplars from those of other speakers, and figures of who is refused and doubtful, which it prints, too."""
    corpus = Corpus(
        items=tuple(pipeline.rating_inputs(records, highlighter=engine.highlighter)),
        ratings=np.array([float(record["rating"]) for record in records]),
        groups=tuple(str(record["participant"]) for record in records),
        questions=tuple(None for _ in records),
        scale=SCALE,
    )
    options = learning.Options(new_questions=True)
    design = learning.design_of(corpus, options)
    views = [View(item) for item in corpus.items]
    parts = list(folds(corpus.groups, count=learning.FOLDS, seed=options.seed))
    answers = [item.texts for item in corpus.items]
    found = limits.distances(design, answers, views, parts, least=options.least_people)
    known = model.fitted.familiarity
    asked = np.array([_strange(model, record["question"]) for record in records])
    out = (found > known.refuse) | ((found > known.doubt) & asked)
    doubtful = ~out & ((found > known.doubt) | asked)
    print(f"{len(found)} exemplars held out: out of domain {out.mean():.1%}, doubtful {doubtful.mean():.1%}")
    figures: dict[str, Any] = {
        "title": "exemplars held out",
        "passages": len(found),
        "refused": 0.0,
        "outside": out.mean(),
        "doubtful": doubtful.mean(),
        "neither": 1 - (out | doubtful).mean(),
        "either": {},
    }
    for key in ("subtype", "variety"):
        kinds = np.array([record[key] for record in records])
        shares = [
            (float((out | doubtful)[kinds == kind].mean()), kind, float(out[kinds == kind].mean()))
            for kind in sorted(set(kinds.tolist()))
            if (kinds == kind).sum() >= FEWEST
        ]
        most = "; ".join(
            f"{kind} {either:.1%} ({alone:.1%})" for either, kind, alone in sorted(shares, reverse=True)[:6]
        )
        print(f"  either (out of domain) by {key}: {most}")
        figures["either"][key] = {kind: either for either, kind, _ in sorted(shares, reverse=True)}
    return found, figures


def _strange(model: RatingModel, question: str) -> bool:
    return model.fitted.questioning is not None and model.fitted.questioning.strange(question)


def errors(
    records: Sequence[dict[str, Any]], rows: Sequence[dict[str, Any]], found: np.ndarray, model: RatingModel
) -> dict[str, Any]:
    """Errors by distance and by entropy, and by the length of intervals, which it prints, too."""
    said = {row["id"]: row for row in rows}
    rated = np.array([float(record["rating"]) for record in records])
    chances = np.array([said[record["id"]]["distribution"] for record in records])
    level = np.array([said[record["id"]]["level"] for record in records])
    away = np.abs(level - rated)
    entropy = -(chances * np.log(np.clip(chances, 1e-12, 1.0))).sum(axis=1)
    print(f"mean absolute error of the level, {len(away)} exemplars out of fold: {away.mean():.2f}")
    print(
        f"{'':10s}"
        + "".join(f"{f'{tenth}.':>7s}" for tenth in range(1, 11))
        + "  tenth, from near or sure to far or unsure"
    )
    figures: dict[str, Any] = {"mae": away.mean(), "tenths": {}, "parts": {}, "sizes": {}}
    for name, value in (("distance", found), ("entropy", entropy)):
        tenth = np.argsort(np.argsort(value, kind="stable"), kind="stable") * 10 // len(value)
        told: dict[str, Any] = {
            "each": [away[tenth == part].mean() for part in range(10)],
            "up to": [away[tenth <= part].mean() for part in range(10)],
            "spearman": metrics.spearman(value, away),
        }
        figures["tenths"][name] = told
        each, kept = ("".join(f"{one:7.2f}" for one in told[row]) for row in ("each", "up to"))
        print(f"{name:10s}{each}  Spearman with the error {told['spearman']:.2f}")
        print(f"{'  up to':10s}{kept}  error where all beyond are left out")
    known = model.fitted.familiarity
    out, edge = found > known.refuse, (found > known.doubt) & (found <= known.refuse)
    for name, part in (("refused", out), ("doubtful", edge), ("the others", ~out & ~edge)):
        figures["parts"][name] = {"exemplars": part.sum(), "mae": away[part].mean()}
        print(f"  {name}: {part.sum()} exemplars, error {away[part].mean():.2f}")
    index = level - SCALE.minimum
    scores = np.sort(intervals.scores(chances, rated - SCALE.minimum, index))
    limit = intervals.critical(scores, model.fitted.coverage)
    ends = np.array([intervals.interval(row, limit, int(at)) for row, at in zip(chances, index, strict=True)])
    length = ends[:, 1] - ends[:, 0] + 1
    print(f"levels in the {model.fitted.coverage:.0%} interval (of {len(SCALE.levels)}):")
    for size in sorted(set(length.tolist())):
        figures["sizes"][str(size)] = {"exemplars": (length == size).sum(), "mae": away[length == size].mean()}
        print(f"  {size}: {(length == size).sum()} exemplars, error {away[length == size].mean():.2f}")
    return figures


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="rf_passage")
    parser.add_argument("--exemplars", type=Path, default=Path("models/rf_passage/exemplars.jsonl"))
    parser.add_argument("--rows", type=Path, help="suggestions for the exemplars out of fold")
    parser.add_argument("--answers", nargs="*", type=Path, default=[], help="questions and answers")
    parser.add_argument("--transcripts", nargs="*", type=Path, default=[], help="folders of transcripts")
    parser.add_argument("--protocol", help="of the transcripts; none where it is not given")
    keeping.offer(parser)
    given = parser.parse_args()

    engine = pipeline.Engine(highlighter=language.load(), model=rating.load(given.model))
    assert engine.model is not None
    records = read(given.exemplars)
    found, held = held_out(records, engine.model, engine)
    figures: dict[str, Any] = {"held": held, "others": []}
    if given.rows is not None:
        figures["errors"] = errors(records, read(given.rows), found, engine.model)
    for path in given.answers:
        answers = list(pipeline.rating_inputs(read(path), highlighter=engine.highlighter))
        figures["others"].append(summed(path.stem, engine.model.suggest(answers)))
    protocol = protocols.load(given.protocol) if given.protocol is not None else None
    for folder in given.transcripts:
        figures["others"].append(summed(folder.name, list(scored(folder, engine, protocol))))
    keeping.write(given.json, figures)


if __name__ == "__main__":
    main()
