"""Parameter files: every number rests on works or on a judgement with its reason, and what is wrong names its place."""

from pathlib import Path

import pytest

from pyrrhic.errors import PyrrhicError
from pyrrhic.model import inputs, opening_values, parameters
from pyrrhic.sources import split

WORK = {
    "title": {"en": "Seed", "ru": "Семена"},
    "unit": "t/ha",
    "value": 0.1,
    "bounds": [0, 1],
    "basis": "work",
    "source": "nove1969",
    "grade": "C",
}
REASON = {"en": "No work gives it.", "ru": "Ни одна работа его не даёт."}
JUDGEMENT = {
    **{name: value for name, value in WORK.items() if name != "source"},
    "basis": "judgement",
    "reason": REASON,
}


def read(monkeypatch, entry):
    """The parameter that an entry of seeds.toml declares."""
    monkeypatch.setattr(inputs, "_entries", lambda folder: (("seeds.toml", "seed", entry),))
    return inputs.parameters.__wrapped__()["seed"]


def test_a_number_rests_on_works_or_on_a_judgement(monkeypatch):
    work, judged = read(monkeypatch, WORK), read(monkeypatch, JUDGEMENT)
    assert work.source == ("nove1969",) and work.reason is None and not work.judgement
    assert judged.source == () and judged.reason.ru == REASON["ru"] and judged.judgement


@pytest.mark.parametrize(
    "entry, sentence",
    [
        (
            {**WORK, "basis": "guess"},
            "seeds.toml, seed: there is no basis named guess; allowed: definition, judgement, work",
        ),
        (
            {**WORK, "basis": "judgement"},
            'seeds.toml, seed: the basis is "judgement", so the field source does not belong',
        ),
        ({**WORK, "reason": REASON}, 'seeds.toml, seed: the basis is "work", so the field reason does not belong here'),
        ({**JUDGEMENT, "basis": "work"}, 'seeds.toml, seed: the basis is "work", so the field source is missing'),
        (
            {**{name: value for name, value in JUDGEMENT.items() if name != "reason"}, "basis": "definition"},
            'seeds.toml, seed: the basis is "definition", so the field note is missing',
        ),
        ({**JUDGEMENT, "reason": {"en": "No."}}, "seeds.toml, seed: reason has no text in ru"),
        ({**WORK, "title": "Seed"}, "seeds.toml, seed: write title = "),
        ({name: WORK[name] for name in WORK if name != "basis"}, "seeds.toml, seed: the field basis is missing"),
    ],
)
def test_an_entry_that_says_neither_or_both_is_refused(monkeypatch, entry, sentence):
    with pytest.raises(PyrrhicError) as refused:
        read(monkeypatch, entry)
    assert str(refused.value).startswith(sentence)


def test_a_number_of_a_work_names_its_place_there():
    for name, one in {**parameters(), **opening_values()}.items():
        for reference in one.source:
            assert split(reference)[1], f"{name}: {reference} names no page; without one the number is a judgement"


def test_the_page_of_limits_counts_the_numbers_that_rest_on_works():
    every = {**parameters(), **opening_values()}.values()
    free, fixed = ([one for one in every if one.free == wanted] for wanted in (True, False))
    of_works = [sum(bool(one.source) for one in group) for group in (free, fixed)]
    defined = sum(not one.source and not one.judgement for one in every)
    limits = " ".join((Path(__file__).parents[2] / "docs" / "limits.md").read_text(encoding="utf-8").split())
    assert (
        f"Of the {len(free)} free parameters and opening values {of_works[0]} rest on a place in a work that was seen, "
        f"of the {len(fixed)} fixed {of_works[1]}, and {defined} is so by definition." in limits
    )


def test_a_judgement_says_what_depends_on_it_and_a_good_grade_needs_a_work():
    for name, one in {**parameters(), **opening_values()}.items():
        if one.judgement:
            assert "What depends on it: " in one.reason.en, name
            assert any(f"Что от {it} зависит: " in one.reason.ru for it in ("него", "них")), name
            assert one.grade == "C", f"{name}: a judgement cannot have been read in a work"


def test_every_fixed_judgement_says_how_far_it_could_lie_otherwise():
    for name, one in {**parameters(), **opening_values()}.items():
        if one.judgement and not one.free:
            assert one.range is not None and one.range[0] < one.range[1], name


def test_a_free_judgement_has_a_wide_prior():
    """Of what no work gives, nine in ten draws span at least a factor of 1.9, or as much in odds."""
    for name, one in {**parameters(), **opening_values()}.items():
        if one.judgement and one.free and one.prior["distribution"] in ("lognormal", "logitnormal"):
            assert one.prior["spread"] >= 0.2, name


@pytest.mark.parametrize(
    ("value", "of", "low", "high"),
    [
        (0.1, "value", 0.05, 0.2),
        ({"cotton": 0.1, "flax": 0.2, "sugar_beet": 0.3, "sunflower": 0.4}, "factor", 0.5, 2.0),
        ({"cotton": 0.1, "flax": 0.2, "sugar_beet": 0.3, "sunflower": 0.4}, "contrast", 0.0, 2.0),
    ],
)
def test_a_range_is_of_the_value_of_a_factor_or_of_the_contrast(monkeypatch, value, of, low, high):
    one = read(monkeypatch, {**JUDGEMENT, "value": value, "range": [low, high], "range_of": of})
    least, most = one.ends
    assert least.shape == most.shape == one.value.shape
    expected = {
        "value": ([low], [high]),
        "factor": ([0.05, 0.1, 0.15, 0.2], [0.2, 0.4, 0.6, 0.8]),
        "contrast": ([0.25] * 4, [1 / 30, 4 / 30, 9 / 30, 16 / 30]),
    }[of]
    assert least.ravel() == pytest.approx(expected[0]) and most.ravel() == pytest.approx(expected[1])


@pytest.mark.parametrize(
    "changed",
    [
        {"range": [0.2, 0.3]},
        {"range": [0.05, 1.5]},
        {"range": [1.1, 1.2], "range_of": "factor"},
        {"range": [0.5, 20], "range_of": "factor"},
        {"range": [0.05, 0.2], "prior": {"distribution": "lognormal", "median": 0.1, "spread": 0.3}},
    ],
)
def test_a_range_that_misses_the_value_or_leaves_the_bounds_or_has_a_prior_beside_it_is_refused(monkeypatch, changed):
    with pytest.raises(PyrrhicError, match="range"):
        read(monkeypatch, {**JUDGEMENT, **changed})
