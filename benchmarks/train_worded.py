"""Learn when an ordinary word in a caption is a name, from the development passages; the weights go to rf_scorer/privacy/data/worded.json.

    python benchmarks/train_worded.py            # learn, print cross-validated figures, write the weights
    python benchmarks/train_worded.py --dry-run  # figures alone; --json FILE hands them over

Every word that is also a given name, in passages without capitals, is one example. Figures are by ten folds over passages, beside the rules that the
model has among its features.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from figures import keeping
from privacy import DATA, passages  # beside this file
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

import rf_scorer.privacy
from rf_scorer.privacy.detector import find
from rf_scorer.privacy.names import observing

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEVELOPMENT = ["dev.jsonl", "dev2.jsonl", "dev3.jsonl", "dev4.jsonl", "dev5.jsonl"]
TARGET = Path(rf_scorer.privacy.__file__).parent / "data" / "worded.json"
#: A feature of fewer examples than this is left out: one writer's wording.
_LEAST = 4
_PENALTY = 0.3


def examples() -> tuple[list[list[str]], NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Features, whether it is a name, what the rules alone say, and the passage."""
    rows, names, rules, groups = [], [], [], []
    for name, text, places in passages(DATA / part for part in DEVELOPMENT):
        with observing() as seen:
            find([text])
        for (start, end), (found, ruled) in {(start, end): (found, ruled) for start, end, found, ruled in seen}.items():
            rows.append(found)
            names.append(any(left < end and start < right for left, right, _ in places))
            rules.append(ruled)
            groups.append(name)
    return rows, np.array(names), np.array(rules), np.array(groups)


def told(title: str, chosen: NDArray[Any], names: NDArray[Any]) -> dict[str, Any]:
    """Print how many names are found, and how many words are taken for names; the same as figures."""
    recall, alarms = (chosen & names).sum() / names.sum(), (chosen & ~names).sum()
    print(f"{title:24} recall {recall:.3f}  false alarms {alarms:4} of {(~names).sum()}")
    return {"title": title, "recall": recall, "alarms": alarms}


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry-run", action="store_true")
    keeping.offer(parser)
    chosen = parser.parse_args()
    rows, names, rules, groups = examples()
    counts = Counter(feature for row in rows for feature in set(row))
    kept = [{feature: 1.0 for feature in row if counts[feature] >= _LEAST} for row in rows]
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform(kept)
    model = LogisticRegression(C=_PENALTY, max_iter=5000)
    chances = cross_val_predict(model, table, names, groups=groups, cv=GroupKFold(10), method="predict_proba")[:, 1]
    print(f"{len(names)} words, {names.sum()} of them names")
    told_rows = [told("rules alone", rules, names)]
    told_rows += [
        told(f"model above {threshold}", chances > threshold, names) for threshold in (0.3, 0.4, 0.45, 0.5, 0.6)
    ]
    keeping.write(chosen.json, {"words": len(names), "names": names.sum(), "rows": told_rows})
    if chosen.dry_run:
        return
    model.fit(table, names)
    weights = {
        str(name): round(float(weight), 3)
        for name, weight in zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
    }
    document = {"intercept": round(float(model.intercept_[0]), 3), "weights": dict(sorted(weights.items()))}
    TARGET.write_text(json.dumps(document, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
