"""The linear programme over grain, herds and draft: it solves what it says, and its plan keeps every balance."""

from dataclasses import replace

import numpy
import pytest
from numpy.testing import assert_allclose

from pyrrhic.errors import CannotRun
from pyrrhic.studies.replications.hunter1988.country import FIRST, as_it_happened, country, hunger_at
from pyrrhic.studies.replications.hunter1988.plan import (
    Programme,
    best_plan,
    best_plan_for,
    deliveries,
    food_and_hunger,
    grain_balances,
    harvests,
    herd_laws,
    unknowns,
)

ROUNDING = 1e-6


# --- the programme ------------------------------------------------------------------------------------------------


def test_a_small_programme_is_solved_by_its_corner():
    programme = Programme()
    x = programme.variables((2,))
    programme.at_most([(1.0, x[0]), (2.0, x[1])], 4.0)
    programme.at_most([(numpy.array([3.0, 1.0]), x)], numpy.array([6.0, 9.0]))
    solved = programme.least([(numpy.array([-1.0, -1.0]), x)])
    assert_allclose(solved.of(x), [2.0, 1.0])
    assert solved.least == pytest.approx(-3.0)


def test_rows_are_broadcast_element_by_element():
    programme = Programme()
    stock = programme.variables((2, 4))
    programme.equal([(1.0, stock[:, 0])], numpy.array([1.0, 3.0]))
    programme.at_most([(1.0, stock[:, 1:]), (-2.0, stock[:, :-1])], 0.0)
    assert_allclose(programme.least([(-1.0, stock)]).of(stock)[:, -1], [8.0, 24.0])


def test_what_was_made_least_stays_so():
    programme = Programme()
    x = programme.variables((2,))
    programme.at_most([(-1.0, x[0]), (-1.0, x[1])], -1.0)
    least = programme.least([(1.0, x)]).least
    programme.at_least_as_good([(1.0, x)], least)
    assert_allclose(programme.least([(1.0, x[:1])]).of(x), [0.0, 1.0], atol=1e-9)


def test_a_programme_that_cannot_be_met_is_refused():
    programme = Programme()
    x = programme.variables((1,))
    programme.at_most([(1.0, x)], -1.0)
    with pytest.raises(CannotRun, match="no solution"):
        programme.least([(1.0, x)])


# --- the plan -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def solved():
    """The plan with the disorder of history, with its variables: hunger made least."""
    given, programme = country(), Programme()
    plan = unknowns(programme, given)
    harvests(programme, plan, given)
    herd_laws(programme, plan, given)
    grain_balances(programme, plan, given)
    deliveries(programme, plan, given, divided_anew=False)
    food_and_hunger(programme, plan, given)
    answer = programme.least([(given.people, plan.hunger)])
    return given, {name: answer.of(variables) for name, variables in vars(plan).items()}


def test_grain_of_every_region_and_year_is_used_once(solved):
    given, plan = solved
    feed = given.animals.feed[:, :, None]
    fed = (feed * (plan["herds"][:, :, :-1] - plan["slaughtered"]) - plan["unfed"]).sum(axis=0)
    used = plan["taken"] + given.seed + fed + plan["eaten"] + plan["kept"][:, 1:]
    assert_allclose(used, plan["harvest"] + plan["kept"][:, :-1], atol=ROUNDING)
    assert (fed >= -ROUNDING).all() and (plan["kept"][:, 1:] <= given.store_limit * plan["harvest"] + ROUNDING).all()


def test_as_much_is_taken_as_in_history(solved):
    given, plan = solved
    assert_allclose(plan["taken"], numpy.maximum(given.grain_taken, 0.0), atol=ROUNDING)


def test_no_herd_grows_faster_than_its_law_nor_beyond_that_of_1928(solved):
    given, plan = solved
    growth = given.animals.growth[:, :, None]
    survivors = plan["herds"][:, :, :-1] - plan["slaughtered"]
    assert (plan["herds"][:, :, 1:] <= growth * survivors + ROUNDING).all()
    assert (plan["herds"] <= given.ceiling[:, :, None] + ROUNDING).all()


def test_a_harvest_is_no_greater_than_draft_and_land_allow(solved):
    given, plan = solved
    animals = given.animals
    most = (animals.work[:, :, None] * plan["herds"][:, :, :-1]).sum(axis=0) + given.tractors
    cover = numpy.minimum(most / given.draft_wanted, 1.0)
    assert (plan["harvest"] <= 1.01 * given.harvest * cover**given.elasticity + ROUNDING).all()


def test_the_hunger_of_the_programme_is_that_of_the_model_from_below(solved):
    given, plan = solved
    animals = given.animals
    herds = plan["herds"][:, :, :-1]
    food = (animals.produce[:, :, None] * herds + animals.carcass[:, :, None] * plan["slaughtered"]).sum(axis=0)
    food = plan["eaten"] + food + given.plot_food - given.products_taken
    above = numpy.maximum(hunger_at(1000.0 * food / given.people) - given.ordinary_hunger[:, None], 0.0)
    assert (plan["hunger"] <= above + ROUNDING).all()
    assert (plan["hunger"] >= above - 0.003).all(), "tangents lie close below the curve"


def test_farms_in_order_and_collections_divided_anew_can_only_help():
    def excess(plan):
        return float((numpy.maximum(plan.hunger - country().ordinary_hunger[:, None], 0.0) * country().people).sum())

    def herds(plan):
        return float((plan.herds.sum(axis=1) / country().ceiling.sum(axis=1)[:, None]).sum())

    plain, ordered, divided = best_plan(), best_plan(undisturbed=True), best_plan(divided_anew=True)
    for easier in (ordered, divided):
        assert excess(easier) <= excess(plain) + 0.01
        assert herds(easier) > herds(plain)


def test_to_take_more_costs_herds_and_saves_no_hunger():
    given = country()
    heavier = best_plan_for(replace(given, grain_taken=1.25 * given.grain_taken))
    plain = best_plan()
    worse = (numpy.array([heavier.hunger, plain.hunger]) * given.people).sum(axis=(1, 2))
    assert worse[0] > worse[1] - 0.01
    assert (heavier.herds.sum(axis=(1, 2)) / plain.herds.sum(axis=(1, 2))).mean() < 0.99


def test_a_late_plan_starts_with_the_herds_of_its_year():
    late = country(1932)
    assert_allclose(late.herds, as_it_happened().herds[:, :, 1932 - FIRST])
    assert late.herds.sum() < country().herds.sum()
    assert late.people.shape[1] == country().people.shape[1] - (1932 - FIRST)


def test_history_is_counted_by_the_same_equation_as_a_plan():
    history = as_it_happened()
    assert_allclose(history.hunger, hunger_at(history.nutrition), rtol=1e-9)
    assert history.deaths.sum() > 0.0 and history.deaths.shape == history.hunger.shape
