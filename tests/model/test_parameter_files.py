"""Parameter files: every number rests on works or on a judgement with its reason, and what is wrong names its place."""

import pytest

from pyrrhic.errors import PyrrhicError
from pyrrhic.model import inputs, opening_values, parameters

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
        ({**WORK, "basis": "guess"}, "seeds.toml, seed: there is no basis named guess; allowed: judgement, work"),
        (
            {**WORK, "basis": "judgement"},
            'seeds.toml, seed: the basis is "judgement", so the field source does not belong',
        ),
        ({**WORK, "reason": REASON}, 'seeds.toml, seed: the basis is "work", so the field reason does not belong here'),
        ({**JUDGEMENT, "basis": "work"}, 'seeds.toml, seed: the basis is "work", so the field source is missing'),
        ({**JUDGEMENT, "reason": {"en": "No."}}, "seeds.toml, seed: reason has no text in ru"),
        ({**WORK, "title": "Seed"}, "seeds.toml, seed: write title = "),
        ({name: WORK[name] for name in WORK if name != "basis"}, "seeds.toml, seed: the field basis is missing"),
    ],
)
def test_an_entry_that_says_neither_or_both_is_refused(monkeypatch, entry, sentence):
    with pytest.raises(PyrrhicError) as refused:
        read(monkeypatch, entry)
    assert str(refused.value).startswith(sentence)


def test_a_judgement_says_what_depends_on_it_and_a_good_grade_needs_a_work():
    for name, one in {**parameters(), **opening_values()}.items():
        if one.judgement:
            assert "What depends on it: " in one.reason.en, name
            assert any(f"Что от {it} зависит: " in one.reason.ru for it in ("него", "них")), name
            assert one.grade == "C", f"{name}: a judgement cannot have been read in a work"
