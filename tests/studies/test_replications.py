"""The one-page models: closed forms against differences, signs by properties, and figures that can be missed."""

import inspect
import re
from dataclasses import replace
from math import isclose, nan

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as some

from pyrrhic.errors import PyrrhicError
from pyrrhic.record.derive.series import DERIVED
from pyrrhic.record.load import load
from pyrrhic.sources import bibliography, references, split
from pyrrhic.studies.replications import REPLICATIONS, ces, replicated, replication
from pyrrhic.studies.replications import allen2003 as allen
from pyrrhic.studies.replications import cheremukhin2017 as lens
from pyrrhic.studies.replications import domar1957 as domar
from pyrrhic.studies.replications import ellman1975 as surplus
from pyrrhic.studies.replications import meng_qian_yared2015 as procurement
from pyrrhic.studies.replications import oi_clayton1968 as peasant
from pyrrhic.studies.replications import sah_stiglitz1984 as scissors
from pyrrhic.studies.replications.hunter1988 import plan
from pyrrhic.studies.replications.reading import Computed, Document, read_figure, read_input
from pyrrhic.studies.replications.replicate import VERDICTS, Replicated, root, slope
from pyrrhic.texts import Text
from pyrrhic.units import UNITS

NUMBER = Replicated(1, Text("a number", "число"), 10.0, 0.5, "1", "allen2003", "B", 10.4)
RISE = Replicated(1, Text("a sign", "знак"), 1.0, None, "1", "allen2003", "B", 0.2)
shares, prices = some.floats(0.05, 0.95), some.floats(0.3, 3.0)
substitutions = some.floats(0.2, 3.0).filter(lambda s: abs(s - 1.0) > 0.05)


# --- a figure is met or not -------------------------------------------------------------------------------


def test_a_number_is_met_within_its_tolerance_only():
    assert NUMBER.met and NUMBER.verdict == "met"
    for wrong in (10.6, 9.4, nan, float("inf")):
        assert not replace(NUMBER, computed=wrong).met and replace(NUMBER, computed=wrong).verdict == "not met"
    shared = replace(NUMBER, relative=True, tolerance=0.05, computed=10.4)
    assert shared.met and not replace(shared, computed=10.6).met


def test_a_sign_is_met_by_numbers_of_that_sign_only():
    assert RISE.met and replace(RISE, published=-1.0, computed=-0.2).met
    assert not any(replace(RISE, computed=wrong).met for wrong in (-0.2, 0.0, nan))


@pytest.mark.parametrize("name", REPLICATIONS)
def test_every_figure_would_be_missed_by_a_wrong_number(name):
    for figure in REPLICATIONS[name].figures():
        wrong = -figure.published if figure.tolerance is None else 1.2 * figure.published
        assert not replace(figure, computed=wrong).reached, figure.title


def test_a_recalled_number_is_never_met_but_says_whether_it_agrees():
    recalled = replace(NUMBER, recalled=True)
    assert recalled.reached and not recalled.met and recalled.verdict == "recalled, not seen"
    assert not replace(recalled, computed=10.6).reached
    assert replace(NUMBER, computed=10.6).verdict == "not met"


@pytest.mark.parametrize("name", REPLICATIONS)
def test_only_numbers_of_grade_c_are_recalled(name):
    assert all(figure.grade == "C" for figure in REPLICATIONS[name].figures() if figure.recalled)


@pytest.mark.parametrize("name", REPLICATIONS)
def test_every_number_has_a_unit_a_source_that_exists_and_a_grade(name):
    record = load()
    for number in (*REPLICATIONS[name].inputs(), *REPLICATIONS[name].figures()):
        assert number.unit in UNITS and number.grade in ("A", "B", "C")
        for part in number.source.split(";"):
            work, _, series = part.strip().partition("record: ")
            assert series in DERIVED or series in record if series else split(work)[0] in bibliography()


def test_every_row_of_published_models_is_there_and_none_twice():
    figures = [figure for each in REPLICATIONS.values() for figure in each.figures()]
    assert {figure.row for figure in figures} == {1, 2, 3, 4, 5, 6, 30, None}
    assert len({figure.title for figure in figures}) == len(figures)
    assert {figure.row for figure in replicated()} == {1, 2, 3, 4, 5, 6, 30}
    assert all({figure.row for figure in study.figures()} - {None} == study.rows for study in REPLICATIONS.values())


@pytest.mark.parametrize("module", [allen, scissors, procurement, lens, ces, domar, peasant, surplus, plan])
def test_equations_name_works_that_exist(module):
    cited = [
        reference
        for function in vars(module).values()
        if inspect.isfunction(function) and function.__module__ == module.__name__
        for reference in references(function.__doc__ or "")
    ]
    assert len(cited) >= 4
    assert all(split(reference)[0] in bibliography() for reference in cited)


def texts_of(name: str):
    """Every text of a replication, with its place."""
    study = REPLICATIONS[name]
    yield from ((name, text) for text in (study.title, study.about, study.limits))
    for given_number in study.inputs():
        yield from (("an input", text) for text in (given_number.name, given_number.note))
    for figure in study.figures():
        yield from (("a figure", text) for text in (figure.title, figure.note))
    for given_number in study.answers():
        yield from (("an answer", text) for text in (given_number.name, given_number.note))


@pytest.mark.parametrize("name", REPLICATIONS)
def test_every_text_has_both_languages_and_no_slot_is_left_open(name):
    for place, text in texts_of(name):
        assert not text or (text.en and re.search("[а-яё]", text.ru)), f"{place}: {text}"
        assert not re.search("[а-яё]", text.en) and not re.search("[{}]", text.en + text.ru), f"{place}: {text}"


def test_numbers_in_russian_have_a_decimal_comma():
    notes = " ".join(figure.note.ru for figure in REPLICATIONS["allen2003"].figures())
    assert not re.search(r"\d\.\d", notes) and re.search(r"\d,\d", notes)
    assert set(VERDICTS) == {"met", "not met", "recalled, not seen"} and all(
        re.search("[а-яё]", text.ru) for text in VERDICTS.values()
    )


ENTRY = {"unit": "1", "source": "allen2003", "grade": "B"}
INPUT = {**ENTRY, "name": {"en": "mine", "ru": "моё"}}
FIGURE = {**ENTRY, "row": 1, "title": {"en": "mine", "ru": "моё"}, "published": 2.0, "tolerance": 0.1}
DOCUMENT = Document("mine.toml", {"notes": {"example": {"en": "Example.", "ru": "Пример."}}})


def test_a_note_may_be_shared_and_says_why_only_where_the_figure_is_missed():
    entry = {**FIGURE, "note": ["example"], "missed": {"en": "Far by {far:.1f}.", "ru": "Далеко на {far:.1f}."}}
    missed = read_figure(DOCUMENT, "mine.toml, mine", entry, Computed(3.0, {"far": 1.0}))
    assert missed.note == Text("Example. Far by 1.0.", "Пример. Далеко на 1,0.")
    assert read_figure(DOCUMENT, "mine.toml, mine", entry, Computed(2.0, {"far": 0.0})).note.en == "Example."


@pytest.mark.parametrize(
    "wrong, nearest", [({"note": ["exampel"]}, "example"), ({"gread": "B"}, "grade"), ({"tolerence": 0.1}, "tolerance")]
)
def test_a_misspelt_entry_is_refused_with_file_entry_and_nearest(wrong, nearest):
    with pytest.raises(PyrrhicError, match=rf"mine\.toml, mine: .*did you mean {nearest}"):
        read_figure(DOCUMENT, "mine.toml, mine", {**FIGURE, **wrong}, Computed(2.0))


def test_an_entry_without_a_language_a_number_or_its_computation_is_refused():
    with pytest.raises(PyrrhicError, match=r"mine\.toml, mine: name has no text in ru"):
        read_input(DOCUMENT, "mine.toml, mine", {**INPUT, "name": {"en": "mine", "ru": ""}}, Computed(1.0))
    with pytest.raises(PyrrhicError, match="does not say what is published"):
        read_figure(DOCUMENT, "mine", {key: FIGURE[key] for key in FIGURE if key != "published"}, Computed(1.0))
    document = Document("mine.toml", {"inputs": {"share": INPUT}})
    with pytest.raises(PyrrhicError, match=r"mine\.toml, inputs: .*did you mean share"):
        list(document.entries("inputs", {"share": Computed(1.0), "shere": Computed(1.0)}))


def test_a_misspelt_replication_is_refused_with_the_nearest():
    with pytest.raises(PyrrhicError, match="did you mean allen2003"):
        replication("alen2003")


def test_root_and_slope():
    assert isclose(root(lambda x: x**3 - 8.0, 0.0, 10.0), 2.0, rel_tol=1e-12)
    assert isclose(slope(lambda x: x**3, 2.0), 12.0, rel_tol=1e-8)
    with pytest.raises(PyrrhicError, match="no root"):
        root(lambda x: x + 1.0, 0.0, 1.0)


# --- Allen ------------------------------------------------------------------------------------------------


@given(some.floats(1.3, 3.0))
def test_collectivized_peasants_leave_more_readily(ratio):
    assert allen.collectivized_rate(ratio) > allen.free_rate(ratio)
    assert slope(allen.collectivized_rate, ratio) > slope(allen.free_rate, ratio)


@given(some.floats(0.01, 0.5), some.floats(0.5, 3.0), some.floats(0.0, 0.08), shares)
def test_capital_obeys_its_closed_form(share, ratio, wear, opening_share):
    opening = (100.0 * opening_share, 100.0 * (1.0 - opening_share))
    producer, consumer = allen.capital_of_1939(share, opening, ratio, wear)
    factors = [1.0 - wear + share * allen.invested_share(year) / ratio for year in range(allen.FIRST, allen.LAST)]
    kept = (1.0 - wear) ** len(factors)
    assert isclose(producer, opening[0] * numpy.prod(factors), rel_tol=1e-10)
    assert isclose(producer + consumer, kept * 100.0 + (producer - kept * opening[0]) / share, rel_tol=1e-9)


def test_the_invested_share_runs_from_what_is_printed_to_what_is_printed():
    assert isclose(allen.invested_share(1928), 0.94) and isclose(allen.invested_share(1939), 0.85)


@given(some.floats(0.02, 0.4))
def test_the_split_stays_on_the_path_of_balanced_growth(share):
    producer, consumer = allen.next_year((share * 100.0, (1.0 - share) * 100.0), 7.0, share, 0.03)
    assert isclose(producer / (producer + consumer), share, rel_tol=1e-12)


@given(some.floats(0.6, 2.0), some.floats(0.8, 2.5))
def test_fitting_finds_the_ratios_that_made_the_numbers(producer, consumer):
    made = allen.simulated(numpy.array([producer, consumer]), 120.0, 0.1, 0.03)
    ratios = allen.ratios_that_give(made, 120.0, 0.1, 0.03)
    assert numpy.allclose(ratios, [producer, consumer], rtol=1e-5)


def test_no_nearby_pair_of_ratios_fits_the_experiment_better():
    total, split, wear = allen.opening_total(3.0), 0.07, 0.03
    target = numpy.log([allen.printed(name).value for name in allen.SERIES])

    def squares(ratios):
        return ((numpy.log(allen.simulated(ratios, total, split, wear)) - target) ** 2).sum()

    fitted = allen.fitted_ratios(total, split, wear)
    for factor in (0.97, 1.03):
        assert squares(fitted) < squares(fitted * [factor, 1.0])
        assert squares(fitted) < squares(fitted * [1.0, factor])


def test_opening_capital_grows_back_to_what_is_printed():
    grown = allen.opening_total(3.0) * 3.0 ** (11 / 12)
    assert isclose(grown, allen.printed("capital_stock_high").value)


def test_the_experiment_hangs_on_inputs_that_were_not_read():
    misses = allen.alternatives()
    assert misses[3.0, 0.1, 0.03] < allen.TOLERANCE < misses[3.0, 0.07, 0.03]
    experiment = [figure for figure in REPLICATIONS["allen2003"].figures() if figure.row in (2, 3)]
    assert len(experiment) == 4 and all("three numbers to four" in figure.note.en for figure in experiment)


def test_no_other_wear_of_its_range_fits_better():
    total, split = allen.opening_total(3.0), 0.07
    fitted = allen.fitted_wear(total, split)
    assert all(
        (allen.misses(total, split, fitted) ** 2).sum() <= (allen.misses(total, split, wear) ** 2).sum()
        for wear in (0.02, 0.025, 0.03, 0.04, 0.05)
    )


@given(prices, shares, substitutions)
def test_the_elasticity_of_sales_has_its_closed_form(price, weight, substitution):
    sold = allen.sales(price, 1.0, weight, substitution)
    seen = slope(lambda p: allen.sales(p, 1.0, weight, substitution), price) * price / sold
    assert isclose(seen, allen.supply_elasticity(sold, substitution), rel_tol=1e-5, abs_tol=1e-8)


@given(shares, some.floats(0.1, 2.0))
def test_calibration_inverts_the_elasticity_and_the_share(marketed, elasticity):
    substitution = allen.substitution_for(elasticity, marketed)
    weight = ces.weight_for(marketed, substitution)
    assert isclose(allen.supply_elasticity(marketed, substitution), elasticity, rel_tol=1e-9)
    assert isclose(ces.manufactures_share(1.0, weight, substitution), marketed, rel_tol=1e-9)


def utility(food, goods, weight, substitution):
    """The utility of the first degree that demand and cost of living are derived from."""
    power = (substitution - 1.0) / substitution
    return (weight * food**power + (1.0 - weight) * goods**power) ** (1.0 / power)


@given(prices, shares, substitutions, some.floats(-0.02, 0.02).filter(lambda d: abs(d) > 1e-3))
def test_the_household_chooses_the_best_it_can_buy(price, weight, substitution, other):
    income = 2.0
    food = ces.food_demand(price, income, weight, substitution)
    best = utility(food, income - price * food, weight, substitution)
    tried = food * (1.0 + other)
    if income - price * tried > 0.0:
        assert utility(tried, income - price * tried, weight, substitution) < best
    cost = ces.log_cost_of_living(price, weight, substitution)
    assert isclose(numpy.log(best), numpy.log(income) - cost, abs_tol=1e-8)


# --- Sah and Stiglitz -------------------------------------------------------------------------------------


def test_the_food_market_clears():
    tastes, peasants, harvest = scissors.country()
    for price in (0.6, 1.0, 1.4):
        wage = scissors.wage(price, harvest, peasants, tastes)
        bought = ces.food_demand(price, wage, *tastes.worker)
        assert isclose(bought, peasants * allen.sales(price, harvest, *tastes.peasant), rel_tol=1e-10)
    assert isclose(scissors.wage(1.0, harvest, peasants, tastes), 1.0, rel_tol=1e-10)


def test_differences_of_equilibria_agree_with_the_closed_forms():
    slopes, formula = scissors.slopes(), scissors.closed_forms()
    assert slopes.keys() == formula.keys()
    assert all(isclose(slopes[name], formula[name], rel_tol=1e-6) for name in slopes)


@given(shares, some.floats(0.05, 2.0), shares, substitutions)
def test_squeezing_the_price_raises_investment_and_hurts_both(marketed, supply, food_share, substitution):
    tastes = scissors.tastes_of(marketed, supply, food_share, substitution)
    harvest = food_share / (4.0 * marketed)
    wage, dearer = (scissors.wage(price, harvest, 4.0, tastes) for price in (1.0, 1.1))
    assert scissors.investment(2.0, dearer) < scissors.investment(2.0, wage)
    peasants = [scissors.peasant_welfare(price, harvest, tastes.peasant) for price in (1.0, 1.1)]
    assert peasants[1] > peasants[0]
    assert scissors.worker_welfare(1.1, dearer, tastes.worker) > scissors.worker_welfare(1.0, wage, tastes.worker)


def test_peasants_who_sell_less_when_paid_more_turn_the_sign():
    tastes = scissors.tastes_of(0.3, -0.9, 0.5, 0.2)
    harvest = 0.5 / (4.0 * 0.3)
    wage, dearer = (scissors.wage(price, harvest, 4.0, tastes) for price in (1.0, 1.1))
    assert scissors.investment(2.0, dearer) > scissors.investment(2.0, wage)


def test_the_wage_answers_as_the_elasticities_say():
    assert isclose(scissors.wage_elasticity(0.7, -0.3, 0.7), 1.0 / 0.7)
    assert isclose(scissors.wage_elasticity(0.0, -0.3, 0.7), 0.3 / 0.7)
    assert isclose(scissors.wage_slope(0.7, -0.3, 0.7), scissors.wage_elasticity(0.7, -0.3, 0.7))


# --- Meng, Qian and Yared ---------------------------------------------------------------------------------


@given(some.floats(0.26, 0.6), some.floats(0.01, 0.3))
def test_the_fixed_plan_leaves_what_the_closed_form_says_and_least_to_the_fertile(expected, shock):
    seen = procurement.retained(expected, shock, 0.25)
    assert isclose(seen, 0.25 - shock * expected, abs_tol=1e-12)  # norm - shock x expected harvest
    assert procurement.retained(expected * 1.05, shock, 0.25) < seen
    assert procurement.retained(expected * 1.05, -shock, 0.25) > procurement.retained(expected, -shock, 0.25)


@given(some.floats(0.05, 0.6), some.floats(0.01, 0.3), some.floats(0.05, 0.6))
def test_a_proportional_plan_leaves_more_to_the_fertile(expected, shock, rate):
    kept = procurement.retained_proportional(expected, shock, rate)
    assert isclose(kept, (1.0 - shock - rate) * expected, abs_tol=1e-12)
    assert procurement.retained_proportional(1.1 * expected, shock, rate) > kept


def test_the_rule_has_its_ends():
    assert procurement.retained(0.2, 0.15, 0.25) == pytest.approx(0.17), "below the norm nothing is taken"
    assert procurement.retained(2.0, 0.9, 0.25) == 0.0, "a plan beyond the harvest takes all of it"
