"""How files are handed out: every one once, the largest first, small ones together, and nothing that travels for nothing."""

from __future__ import annotations

import pickle
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rf_scorer.study.casemap import Case, CaseMap
from rf_scorer.study.inputs import Input
from rf_scorer.study.options import RunOptions
from rf_scorer.study.running import parcels, work
from rf_scorer.study.running.layout import Layout


def _jobs(sizes: list[int], options: RunOptions | None = None) -> list[work.Job]:
    return [
        work.Job(
            input=Input(path=Path(f"/lab/{place}.txt"), name=f"{place}.txt", id=str(place), size=size, place=place),
            layout=Layout(Path("/out")),
            options=options or RunOptions(),
        )
        for place, size in enumerate(sizes)
    ]


@given(
    sizes=st.lists(st.one_of(st.integers(0, 2000), st.integers(0, 3_000_000)), min_size=1, max_size=300),
    processes=st.integers(min_value=1, max_value=64),
)
def test_every_file_travels_once_and_large_ones_first(sizes: list[int], processes: int) -> None:
    """No file is lost or doubled; no parcel holds more than its most; none begins with a file larger than the last of the one before."""
    packed = list(parcels.parcels(_jobs(sizes), processes=processes))
    order = [place for parcel in packed for place in parcel.places]
    assert sorted(order) == list(range(len(sizes)))
    assert [sizes[place] for place in order] == sorted(sizes, reverse=True)
    for parcel in packed:
        assert len(parcel.places) <= parcels._FILES
        assert sum(sizes[place] for place in parcel.places[:-1]) < parcels._BYTES
        assert [item.place for item in parcel.inputs] == list(parcel.places)


def test_few_files_are_shared_and_many_small_ones_travel_together() -> None:
    """Ten notes for four processes are ten parcels or nearly; twenty thousand of three hundred bytes are some three hundred."""
    assert len(list(parcels.parcels(_jobs([300] * 10), processes=4))) >= 8
    assert len(list(parcels.parcels(_jobs([300] * 20_000), processes=4))) <= 20_000 / 60


def test_a_parcel_holds_its_own_cases_and_no_others() -> None:
    """Of a table of ten thousand cases only what is said of these files travels; what holds in every file does too."""
    cases = CaseMap(
        labels={"MK": "interviewer"},  # type: ignore[dict-item]
        files={f"{place}.txt": Case(participant=f"P{place}") for place in range(10_000)},
    )
    options = RunOptions(cases=cases)
    (parcel,) = parcels.parcels(_jobs([1_000_000], options), processes=1)
    assert parcel.options.cases.files == {"0.txt": Case(participant="P0")}
    assert parcel.options.cases.labels == cases.labels
    assert parcel.options.cases.case("0.txt") == cases.case("0.txt")
    assert len(pickle.dumps(parcel)) < 5_000


def test_what_a_parcel_holds_is_not_shown() -> None:
    """Other programs print what they hand on: how many files, and nothing of them."""
    (parcel,) = parcels.parcels(_jobs([1_000_000]), processes=1)
    assert repr(parcel) == str(parcel) == f"{parcel}" == "<1 files>"
    assert repr(parcels.Answer(done=())) == "<0 files>"
