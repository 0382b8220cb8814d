"""Figures of the record at draws: works equally likely, half of an estimate's range on either side of its value."""

import numpy
import pytest
from made_up_claims import TEXT, record_with, statement

from pyrrhic.record.load import load
from pyrrhic.runs.evidence import find
from pyrrhic.runs.figures import figures
from pyrrhic.studies.claims.estimates import DRAWS, Estimate, drawn, grounds
from pyrrhic.studies.claims.statement import RECORD

DEATHS, PLANS = "excess_deaths_of_1946_47", "reduced_plan_of_grain_collections_1932_33"
PRINTED = [name for name, figure in figures().items() if figure.record]


def of_record(name: str, **fields):
    return statement(kind=RECORD, figure=name, **fields)


def test_half_of_the_draws_lie_on_either_side_of_the_printed_value_evenly():
    estimate = Estimate("mine", 2.0, 1.0, 6.0)
    numpy.testing.assert_allclose(estimate.at(numpy.array([0.0, 0.25, 0.5, 0.75, 1.0])), [1.0, 1.5, 2.0, 4.0, 6.0])


@pytest.mark.parametrize("name", PRINTED)
def test_draws_stay_within_the_range_of_the_record(name):
    found, numbers = find(load(), figures()[name].record), drawn(of_record(name), load()).numbers
    assert numbers.shape == (DRAWS,) and numpy.isfinite(numbers).all()
    if figures()[name].record.how != "ratio":
        assert found.low - 1e-9 <= numbers.min() and numbers.max() <= found.high + 1e-9


def test_every_work_leads_equally_often_unless_it_weighs_more():
    led_by = drawn(of_record(DEATHS), load()).led_by
    shares = {work: draws.mean() for work, draws in led_by.items()}
    assert len(shares) > 1 and sum(shares.values()) == pytest.approx(1.0)
    assert all(share == pytest.approx(1.0 / len(shares), abs=0.03) for share in shares.values())
    work = next(iter(shares))
    heavier = drawn(of_record(DEATHS, weigh=[{"source": work, "weight": 3.0, "why": TEXT}]), load()).led_by
    assert heavier[work].mean() == pytest.approx(3.0 / (2.0 + len(shares)), abs=0.03)


def test_a_rival_that_is_left_out_leads_no_draw():
    work = next(
        observation.source
        for observation in load()["famine_excess_deaths_1946_47"].observations
        if observation.role != "main"
    )

    def without(observation):
        return None if observation.source == work else observation

    assert work in drawn(of_record(DEATHS), load()).led_by
    assert work not in drawn(of_record(DEATHS), record_with("famine_excess_deaths_1946_47", without)).led_by


def test_a_figure_as_a_ratio_to_itself_is_one_and_less_itself_nothing():
    assert drawn(of_record(DEATHS, than=DEATHS), load()).numbers == pytest.approx(1.0)
    assert drawn(of_record(DEATHS, minus=DEATHS), load()).numbers == pytest.approx(0.0)


def test_years_apart_are_a_row_each_and_together_their_sum():
    name = "grain_exported_1930_31_1932_33"
    apart = drawn(of_record(name, years="every"), load()).numbers
    assert apart.shape == (3, DRAWS)
    numpy.testing.assert_allclose(apart.sum(axis=0), drawn(of_record(name), load()).numbers)


def test_the_same_draws_come_again():
    numpy.testing.assert_array_equal(drawn(of_record(PLANS), load()).numbers, drawn(of_record(PLANS), load()).numbers)


def test_the_grounds_are_the_works_and_grades_of_figures_and_series():
    own = grounds(of_record(PLANS), load())
    more = grounds(of_record(PLANS, series=["draft_power"]), load())
    assert own.works and set(own.works) < set(more.works) and set(own.grades) <= set(more.grades) <= set("ABC")
