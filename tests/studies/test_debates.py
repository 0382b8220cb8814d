"""Debates: what a file may say, which draws a position has, how draws are weighed anew, what is set side by side."""

from dataclasses import replace

import made_up_claims as made_up
import numpy
import pytest

from pyrrhic.calibration import mixture
from pyrrhic.calibration.coordinates import Coordinates, coordinates
from pyrrhic.calibration.posterior import available
from pyrrhic.calibration.weights import scores_of
from pyrrhic.errors import BadInput, CannotRun, PyrrhicError, UnknownName
from pyrrhic.runs.case import AS_IT_HAPPENED
from pyrrhic.runs.figures import figure
from pyrrhic.runs.measure import measure_of_draws
from pyrrhic.runs.run import history, run
from pyrrhic.studies.claims import answers, claims
from pyrrhic.studies.debates import compared as comparison
from pyrrhic.studies.debates import debate, debates, expressed, fitted, importance, position, verdicts, weights
from pyrrhic.studies.debates.debate import Belief, read_debate, read_position
from pyrrhic.studies.scenarios import scenario as scenarios

TEXT = {"en": "What is held", "ru": "Что утверждается"}
PLAIN = {"title": TEXT, "author": TEXT, "text": TEXT, "works": ["allen2003"]}
DEATHS = figure("excess_deaths_1930_31_1933_34")


def made(name: str = "some", **fields) -> expressed.Position:
    """A position with these fields."""
    own = {"expression": TEXT} if {"choices", "priors", "fixed", "believes"} & set(fields) else {}
    return read_position("made", name, {**PLAIN, **own, **fields}, "made.toml, some")


# --- the files ----------------------------------------------------------------------------------------------------


def test_the_nine_debates_stand_in_their_order():
    names = ["harvest", "deaths", "towns", "payment", "procurement", "effort", "industry", "necessity", "exports"]
    assert list(debates())[: len(names)] == names
    assert set(debate("necessity").together) < set(names)


def test_a_position_is_found_by_debate_and_name_and_another_is_refused_with_the_nearest():
    assert position("harvest=tauger").structure == "harvest_tauger"
    with pytest.raises(UnknownName, match="no position in the debate harvest named taugr; did you mean tauger"):
        position("harvest=taugr")
    with pytest.raises(BadInput, match="tauger names no position; allowed: DEBATE=POSITION"):
        position("tauger")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"structure": "harvest_taugr"}, "did you mean harvest_tauger"),
        ({"structure": "base", "priors": {"migration_push": {"median": 0.1}}}, "it names a variant and sets priors"),
        ({"structure": "base", "not_in_model": TEXT}, "it is not in the model, and has structure"),
        ({"scenario": "relief"}, "no scenario named relief"),
        ({"choices": {"pull_rate": "one_lw"}, "expression": TEXT}, "did you mean one_law"),
        ({"choices": {"pull_rate": "one_law"}}, "it does not say in words how it is expressed"),
        ({"priors": {"reserve_release": {"median": 0.5}}, "expression": TEXT}, "reserve_release has no prior"),
        (
            {"priors": {"plan_bias": {"distribution": "lognormal", "median": 0.5}}, "expression": TEXT},
            "the prior of plan_bias is normal",
        ),
        ({"believes": {"figure": "cattle_193", "range": [1, 2]}, "expression": TEXT}, "no figure named cattle_193"),
        ({"believes": {"figure": DEATHS.name, "range": [2, 2]}, "expression": TEXT}, "the range has no width"),
        ({"counts_by": ["nothing"]}, "no figure named nothing"),
        ({"works": ["allen2004"]}, "no source named allen2004"),
    ],
)
def test_a_position_that_says_something_wrong_is_refused_with_its_place(fields, sentence):
    with pytest.raises(PyrrhicError) as refused:
        read_position("made", "some", {**PLAIN, **fields}, "made.toml, some")
    assert "made.toml, some" in str(refused.value) and sentence in str(refused.value)


def test_a_debate_has_two_positions_at_least():
    entry = {"order": 1, "title": TEXT, "question": TEXT, "finding": TEXT, "headlines": [{"figure": DEATHS.name}]}
    with pytest.raises(PyrrhicError, match=r"made.toml: it has 1 positions; allowed: two or more"):
        read_debate("made", {**entry, "positions": {"some": PLAIN}}, "made.toml")


# --- which draws --------------------------------------------------------------------------------------------------


def test_a_position_that_is_a_variant_has_the_draws_of_its_posterior():
    drawn = expressed.expressed([position("towns=one_law")], 40)
    assert drawn.state == expressed.POSTERIOR and drawn.draws.structures == ("one_migration_law",)
    assert drawn.draws.fingerprint == mixture.draws(40, ["one_migration_law"]).fingerprint


def test_choices_of_its_own_that_a_variant_makes_too_are_that_variant():
    same = made(choices={"pull_rate": "one_law"})
    assert expressed.expressed([same], 20).variants == ("one_migration_law",)


def test_without_a_word_on_the_model_a_position_has_the_mixture():
    drawn = expressed.expressed([made()], 60)
    assert drawn.state == expressed.MIXTURE and drawn.draws.structures == available()


def test_a_variant_without_a_posterior_is_left_out_and_the_others_stay(monkeypatch):
    missing = [name for name in available() if name != "reserve_rule"]
    monkeypatch.setattr(expressed, "available", lambda: tuple(missing))
    answer = comparison.compared(debate("exports"), 60)
    states = {held.expressed.positions[0].name: held.expressed.state for held in answer.held}
    assert states["reserve"] == expressed.NOT_SHIPPED and states["returned"] == expressed.POSTERIOR
    outcomes = {held.expressed.positions[0].name: bool(held.outcomes) for held in answer.held}
    assert outcomes == {"returned": True, "reserve": False, "relief": True, "large_stocks": False}
    with pytest.raises(CannotRun, match="no posterior of reserve_rule is shipped"):
        expressed.asked(["exports=reserve"])


def test_a_model_that_no_variant_has_is_fitted_only_where_that_is_asked_for(monkeypatch):
    own = made(choices={"pull_rate": "one_law", "surplus_above_needs": "proportional"})
    assert expressed.expressed([own], 20).state == expressed.NOT_FITTED
    fits = []

    def fit(structure, number, progress):
        fits.append(structure)
        return mixture.draws(20, ["base"])

    monkeypatch.setattr(expressed, "draws_by_fit", fit)
    drawn = expressed.expressed([own], 20, fit=True)
    assert drawn.state == expressed.FITTED and drawn.draws is not None
    assert fits[0].choices == {"pull_rate": "one_law", "surplus_above_needs": "proportional"}


def test_a_fit_draws_around_the_mode(monkeypatch):
    middle = numpy.full(coordinates("base").size, 0.25)
    monkeypatch.setattr(fitted, "find_mode", lambda density, start, progress: fitted_mode(middle))
    monkeypatch.setattr(fitted, "whitening", lambda density, mode: 0.1 * numpy.eye(middle.size))
    drawn = fitted.draws_by_fit(coordinates("base").structure, 200, lambda line: None)
    push = next(free for free in coordinates("base").free if free.name == "migration_push")
    standard = (numpy.log(drawn.parameters["migration_push"]) - numpy.log(push.median.item())) / push.spread
    assert standard.mean() == pytest.approx(0.25, abs=0.03) and standard.std() == pytest.approx(0.1, rel=0.2)


def fitted_mode(z: numpy.ndarray):
    """A mode at a point."""
    from pyrrhic.calibration.sampling.mode import Mode

    return Mode(z, 0.0, 1)


# --- several together ---------------------------------------------------------------------------------------------


def test_positions_of_two_debates_are_joined_and_their_scenarios_too():
    whole = expressed.taken_together([position("towns=one_law"), position("procurement=proportional")])
    assert whole.choices == {"pull_rate": "one_law", "surplus_above_needs": "proportional"}
    drawn = expressed.asked(["towns=one_law", "exports=relief"], 20)
    assert drawn.variants == ("one_migration_law",) and drawn.scenario == "relief_accepted"
    assert drawn.joined_to("nep") == "relief_accepted+nep" and drawn.joined_to(AS_IT_HAPPENED) == "relief_accepted"


def test_two_positions_that_set_one_thing_differently_are_refused():
    with pytest.raises(BadInput, match="two positions in one debate cannot be held together"):
        expressed.asked(["harvest=tauger", "harvest=low"])
    one, two = made("one", choices={"pull_rate": "one_law"}), made("two", choices={"pull_rate": "allen_regimes"})
    with pytest.raises(BadInput, match="it sets choices otherwise than another position"):
        expressed.taken_together([one, two])


def test_a_position_outside_the_model_cannot_be_run():
    with pytest.raises(CannotRun, match="effort=oi_clayton is not in the model"):
        expressed.asked(["effort=oi_clayton"])


# --- draws weighed anew -------------------------------------------------------------------------------------------


@pytest.fixture
def from_the_prior(monkeypatch):
    """Posteriors that are the prior itself, so that what other weights make of them is known."""
    points = {
        name: numpy.random.default_rng(len(name)).standard_normal((4000, coordinates(name).size))
        for name in ("base", "reserve_rule")
    }
    monkeypatch.setattr(importance, "load", lambda name: replace(mixture.load(name), z=points[name]))
    return points


def push_of(weighed: importance.Weighed) -> numpy.ndarray:
    """The standard number of the push at every draw."""
    first = next(free.start for free in coordinates("base").free if free.name == "migration_push")
    return numpy.concatenate([z[:, first] for _, z in weighed.parts])


def test_another_prior_makes_of_draws_of_the_prior_draws_of_that_prior(from_the_prior):
    own = next(free for free in coordinates("base").free if free.name == "migration_push")
    other = {"median": own.median.item() * numpy.exp(0.6 * own.spread), "spread": 0.5 * own.spread}
    again = importance.weighed(("base",), {"migration_push": other}, ())
    push = push_of(again)
    middle = (again.after * push).sum()
    assert middle == pytest.approx(0.6, abs=0.05)
    assert (again.after * (push - middle) ** 2).sum() ** 0.5 == pytest.approx(0.5, abs=0.03)
    assert again.factor == pytest.approx(1.0, abs=0.1)  # draws of the prior know no data, so no prior is favoured


def test_the_same_prior_changes_nothing(from_the_prior):
    own = next(free for free in coordinates("base").free if free.name == "migration_push")
    again = importance.weighed(("base", "reserve_rule"), {"migration_push": {"median": own.median.item()}}, ())
    assert again.after == pytest.approx(again.before) and again.factor == pytest.approx(1.0)


def test_a_variant_that_fixes_the_parameter_weighs_nothing():
    where = Coordinates(replace(coordinates("base").structure, fixed={"migration_push": 0.08}))
    ratio = importance._log_ratio(where, numpy.zeros((3, where.size)), {"migration_push": {"median": 0.12}})
    assert (ratio == -numpy.inf).all()


def test_draws_come_as_often_as_their_weights_say(from_the_prior):
    again = importance.weighed(("base", "reserve_rule"), {}, ())
    heavy = numpy.zeros_like(again.after)
    heavy[[5, 4100]] = 0.75, 0.25
    drawn = replace(again, after=heavy).draws(8)
    assert drawn.structures == ("base", "reserve_rule")
    assert numpy.bincount(drawn.structure_of).tolist() == [6, 2] and drawn.weights == pytest.approx(1 / 8)


def test_effective_draws_are_those_of_equal_weight():
    again = importance.weighed(("base",), {}, ())
    assert again.effective == pytest.approx(len(again.before))
    assert replace(again, after=numpy.array([0.5, 0.5, 0.0])).effective == pytest.approx(2.0)


def test_what_a_figure_is_held_to_be_draws_the_figure_near():
    drawn = mixture.draws(200, ["base"])
    numbers = measure_of_draws(run(history(keep=DEATHS.measure.needs, draws=drawn)), DEATHS.measure)
    high = float(numpy.quantile(numbers, 0.8))
    held = importance.weighed(("base",), {}, [Belief(DEATHS, DEATHS.measure, high - 0.2, high + 0.2)])
    assert held.factor is None and held.effective < len(held.before)
    assert abs((held.after * numbers).sum() - high) < 0.5 * abs(numbers.mean() - high)


def test_draws_that_are_worth_too_few_are_refused_with_their_effective_size():
    far = made(priors={"effort_gap": {"median": 0.6, "spread": 0.05}})
    drawn = expressed.expressed([far], 100)
    assert drawn.state == expressed.TOO_FEW and drawn.draws is None and drawn.effective < importance.LEAST_EFFECTIVE
    refusal = expressed._refusal(drawn, "here")
    assert f"worth {drawn.effective:.0f}, fewer than 200" in str(refusal) and "--fit" in str(refusal)


# --- side by side -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def exports() -> comparison.Compared:
    """One debate answered with few draws."""
    return comparison.compared(debate("exports"), 60)


def test_a_headline_is_history_less_the_scenario_at_the_draws_of_the_position(exports):
    (headline,) = (
        each
        for each in debate("exports").headlines
        if each.name.endswith("deaths_1930_31_1933_34_no_exports_1932_saved")
    )
    drawn = mixture.draws(60, ["reserve_rule"])
    history_run, without = (
        run(scenarios.case(scenarios.load(spec), headline.measure.needs).at(drawn)) for spec in headline.scenarios
    )
    saved = measure_of_draws(history_run, headline.measure) - measure_of_draws(without, headline.measure)
    held = next(each for each in exports.held if each.expressed.positions[0].name == "reserve")
    outcome = held.outcomes[headline.name]
    assert outcome.median == pytest.approx(float(numpy.median(saved)), rel=0.02)
    assert outcome.low < outcome.median < outcome.high


def test_a_scenario_stands_in_the_place_of_history_under_its_position(exports):
    deaths = {held.expressed.positions[0].name: held.outcomes for held in exports.held if held.outcomes}
    name = DEATHS.name
    assert deaths["relief"][name].median < deaths["returned"][name].median


def test_the_weights_are_those_of_the_figures_that_both_are_asked_to_meet(exports):
    known = {row.position: row for row in exports.weights.positions}
    assert set(known) == {"returned", "reserve"}, "a scenario is not weighed, nor is what is not in the model"
    assert sum(row.held_out for row in known.values()) == pytest.approx(1.0)
    assert [row.equal for row in known.values()] == [0.5, 0.5]
    base, rule = scores_of("base"), scores_of("reserve_rule")
    apart = sum(base[key][0] - rule[key][0] for key in base if key in rule)
    (pair,) = exports.weights.pairs
    assert pair.difference == pytest.approx(apart) and exports.weights.figures == len(set(base) & set(rule))


def test_two_positions_are_told_apart_by_more_than_two_standard_errors():
    assert weights.Apart("a", "b", -5.0, 2.4).is_told and not weights.Apart("a", "b", 5.0, 2.6).is_told


def test_positions_on_the_same_draws_are_one_row_and_weigh_nothing_against_each_other():
    forms = [expressed.expressed([made(name)], 60) for name in ("first", "second")]
    assert weights.weights_of(forms) == weights.Weights()
    third = expressed.expressed([made("third", choices={"pull_rate": "one_law"})], 20)
    weighed = weights.weights_of([*forms, third])
    assert [(row.position, row.alike) for row in weighed.positions] == [("first", ("second",)), ("third", ())]


def test_a_fit_that_was_made_for_another_position_is_used_again(monkeypatch):
    fits = []

    def fit(structure, number, progress):
        fits.append(structure.name)
        return mixture.draws(20, ["base"])

    monkeypatch.setattr(expressed, "draws_by_fit", fit)
    monkeypatch.setattr(expressed, "available", lambda: tuple(name for name in available() if name != "reserve_rule"))
    asked = debate("exports")
    twice = {**asked.positions, "again": replace(asked.positions["reserve"], name="again")}
    answer = comparison.compared(replace(asked, positions=twice), 20, fit=True)
    states = {held.expressed.positions[0].name: held.expressed.state for held in answer.held}
    assert states["reserve"] == states["again"] == expressed.FITTED and fits == ["exports_reserve"]


def test_the_positions_of_the_other_debates_stand_beside_those_of_a_debate_that_puts_them_together():
    asked = replace(debate("necessity"), together=("industry",), headlines=debate("necessity").headlines[:1])
    answer = comparison.compared(asked, 30)
    keys = [held.expressed.positions[0].key for held in answer.together]
    assert keys == [each.key for each in debate("industry").positions.values() if not each.not_in_model]
    assert all(held.outcomes for held in answer.together if held.expressed.draws is not None)


# --- verdicts -----------------------------------------------------------------------------------------------------


def test_a_statement_on_which_positions_differ_is_named_with_its_verdict_under_each(monkeypatch):
    many = made_up.statement(key="many", figure=DEATHS.name, holds={"above": 6.9}, series=["birth_rate"])
    some = made_up.statement(key="some", figure=DEATHS.name, holds={"above": 1.0}, series=["birth_rate"])
    claim = replace(claims()[0], statements=(many, some))
    monkeypatch.setattr(answers, "claims", lambda: (claim,))
    monkeypatch.setattr(answers, "misses", lambda *_: ())
    held = [debate("deaths").positions[name] for name in ("reconstruction", "registration", "intent")]
    judged = verdicts.verdicts_under([expressed.expressed([each], 60) for each in held])
    assert judged.positions == ("reconstruction", "registration") and judged.statements == 2
    (differing,) = judged.differing_statements
    assert differing.key == "many" and set(differing.verdicts) == {"reconstruction", "registration"}
    assert differing.probabilities["reconstruction"] > 0.5 > differing.probabilities["registration"]


def test_positions_on_the_same_draws_are_judged_once():
    forms = [expressed.expressed([made(name)], 60) for name in ("first", "second")]
    assert verdicts.verdicts_under(forms) == verdicts.Verdicts()


def test_verdicts_are_about_history_and_so_no_scenario_stands_in_its_place():
    with pytest.raises(CannotRun, match="the scenario relief_accepted would stand in the place of history"):
        expressed.draws_of_history(["exports=relief"], 60)
