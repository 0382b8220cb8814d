"""The statements of labour, supply, procurement and prices: how many, of which kinds, and what speaks against them."""

import re

import pytest

from pyrrhic.sources import bibliography, split
from pyrrhic.studies.claims import claims

CYRILLIC, HYPHENATED_YEARS = re.compile("[а-яё]"), re.compile(r"\d{2}-\d{2}")
LEAST, MOST = 3, 8
SPLIT = [claim for claim in claims() if claim.key in ("S1", "S2", "S3", "S4")]
VIEWS = [view for claim in claims() for view in claim.not_in_model]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.text.en[:30])
def test_a_view_that_is_not_in_the_model_is_told_in_both_languages(view):
    text = view.text
    assert text.en.strip() and not CYRILLIC.search(text.en) and CYRILLIC.search(text.ru)
    assert not HYPHENATED_YEARS.search(text.en) and not HYPHENATED_YEARS.search(text.ru)
    assert all(split(source)[0] in bibliography() for source in view.sources)


@pytest.mark.parametrize("claim", SPLIT, ids=lambda claim: claim.name)
def test_a_claim_falls_into_statements_of_the_record_and_of_runs(claim):
    assert LEAST <= len(claim.statements) <= MOST
    assert len({statement.kind for statement in claim.statements}) >= 3
    assert claim.not_in_model


@pytest.mark.parametrize("claim", SPLIT, ids=lambda claim: claim.name)
def test_the_argument_against_a_statement_is_not_taken_from_its_own_works_alone(claim):
    same = [each.key for each in claim.statements if set(each.rival.sources) == set(each.sources)]
    assert same == []


def test_the_two_plans_of_1932_are_two_figures():
    """The plan before the cuts is never shown as the plan after them."""
    (procurement,) = [claim for claim in claims() if claim.name == "procurement"]
    shown = {figure.name: figure for figure in procurement.figures}
    first = shown["first_plan_of_grain_collections_1932_33"]
    reduced = shown["reduced_plan_of_grain_collections_1932_33"]
    assert first.measure.quantities == ("national_plan",)
    assert reduced.measure.quantities == ("procurement_target",)
    assert first.record.series != reduced.record.series
