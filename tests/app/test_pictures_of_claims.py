"""Pictures of claims: every claim has one, what is named is checked, and paths lie where the numbers say."""

from types import SimpleNamespace

import numpy
import pytest

from pyrrhic.app.site import picture as module
from pyrrhic.app.site.picture import TALL, pictures
from pyrrhic.errors import PyrrhicError
from pyrrhic.runs.case import AS_IT_HAPPENED
from pyrrhic.studies.claims.claim import claims

YEARS = tuple(range(1926, 1971))


def run_of(level: float, spread: float) -> SimpleNamespace:
    """A run in which every quantity is level, at three draws of equal weight."""
    values = numpy.full((len(YEARS), 1, 1, 3), [level - spread, level, level + spread])
    quantities = {entry["quantity"]: values for entry in pictures().values()}
    return SimpleNamespace(
        years=YEARS, values=quantities, quantile=lambda series, levels: numpy.sort(series, axis=-1).T
    )


@pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim.key)
def test_a_path_lies_where_its_numbers_say(claim):
    entry = pictures()[claim.key]
    top, scale = entry["axis"][0], entry.get("scale", 1.0)
    runs = {AS_IT_HAPPENED: run_of(0.5 * top / scale, 0.0), entry["scenario"]: run_of(2.0 * top / scale, 0.0)}
    drawn = module.picture(claim.key, runs, "ru")
    heights = {float(point.split()[1]) for point in drawn["past"].replace("M", "L").split("L")[1:]}
    beyond = {float(point.split()[1]) for point in drawn["other"].replace("M", "L").split("L")[1:]}
    assert heights == {TALL / 2.0} and beyond == {0.0}
    assert drawn["dots"].startswith("M") and drawn["grid"][0][0] == TALL


def test_lines_are_broken_at_the_war():
    runs = {name: run_of(1.0, 0.0) for name in (AS_IT_HAPPENED, pictures()["S6"]["scenario"])}
    assert module.picture("S6", runs, "en")["past"].count("M") == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"scenario": "npe"}, "did you mean nep"), ({"record": "mass_disturbance"}, "did you mean mass_disturbances")],
)
def test_a_name_that_does_not_exist_is_refused_with_the_nearest(monkeypatch, changed, said):
    entries = {**pictures(), "S7": {**pictures()["S7"], **changed}}
    monkeypatch.setattr(module, "entries_of", lambda file: entries)
    runs = {name: run_of(1.0, 0.0) for name in (AS_IT_HAPPENED, entries["S7"]["scenario"])}
    with pytest.raises(PyrrhicError, match=said):
        module.picture("S7", runs, "en")


def test_a_claim_without_a_picture_is_refused(monkeypatch):
    entries = {key: entry for key, entry in pictures().items() if key != "S3"}
    monkeypatch.setattr(module, "entries_of", lambda file: entries)
    with pytest.raises(PyrrhicError, match="S3"):
        pictures()
