"""The statements of the claims: how many a claim has, of which kinds, on both sides of it, and in both languages."""

import re

import pytest

from pyrrhic.studies.claims import claims

CYRILLIC, HYPHENATED_YEARS = re.compile("[а-яё]"), re.compile(r"\d{2}-\d{2}")
LEAST, MOST = 3, 8
SPLIT = [claim for claim in claims() if claim.key in ("S1", "S2", "S3", "S4")]


def texts():
    """Every text of the statements and of the views that are not in the model, with its place."""
    for claim in claims():
        yield from ((f"{claim.name}, not in the model", view.text) for view in claim.not_in_model)
        for statement in claim.statements:
            for text in (statement.text, statement.rival.text, statement.would_change):
                yield statement.key, text


@pytest.mark.parametrize("place, text", list(texts()))
def test_every_text_of_a_statement_has_both_languages_with_a_dash_between_years(place, text):
    assert text.en.strip() and not CYRILLIC.search(text.en), place
    assert CYRILLIC.search(text.ru), place
    assert not HYPHENATED_YEARS.search(text.en) and not HYPHENATED_YEARS.search(text.ru), place


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
