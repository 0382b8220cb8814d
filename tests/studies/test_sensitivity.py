"""What an answer depends on: the rule of what is identified, members, tornado, indices on functions that are known."""

import dataclasses

import numpy
import pytest

from pyrrhic.calibration.coordinates import coordinates
from pyrrhic.calibration.density import LogDensity
from pyrrhic.errors import PyrrhicError
from pyrrhic.model import parameters
from pyrrhic.runs.case import history
from pyrrhic.runs.run import run
from pyrrhic.studies.ablations import ablation
from pyrrhic.studies.claims import batch
from pyrrhic.studies.claims.batch import runs_of
from pyrrhic.studies.judgements import headlines, ranged
from pyrrhic.studies.sensitivity import beliefs as of_beliefs
from pyrrhic.studies.sensitivity import members as of_members
from pyrrhic.studies.sensitivity import space as spaces
from pyrrhic.studies.sensitivity import tornado as tornadoes
from pyrrhic.studies.sensitivity.analysis import MORRIS, SOBOL, Varied
from pyrrhic.studies.sensitivity.beliefs import (
    FIXED,
    FREE,
    Base,
    Belief,
    between,
    fixed_beliefs,
    free_beliefs,
    groups,
    read_group,
    standard,
    values,
    yield_beliefs,
)
from pyrrhic.studies.sensitivity.identified import compared
from pyrrhic.studies.sensitivity.indices import sobol, sobol_points
from pyrrhic.studies.sensitivity.members import Ensemble
from pyrrhic.studies.sensitivity.outcomes import of_headline, of_statement, of_the_fit, outcome, outcomes, statements

BASE = coordinates("base")
SOME = ("reserve_release", "crop_yield_trend")


@pytest.fixture(scope="module")
def base() -> Base:
    """Four points near the prior median of the base variant, and one of another."""
    random, other = numpy.random.default_rng(1), coordinates("long_memory")
    return Base(
        ((BASE, 0.1 * random.standard_normal((4, BASE.size))), (other, numpy.zeros((1, other.size)))),
        numpy.array([0.8, 0.2]),
    )


def moved_by(beliefs, rows, **places) -> numpy.ndarray:
    """Nothing moved but some beliefs, alike in all members."""
    moved = numpy.full((len(rows), len(beliefs)), numpy.nan)
    for key, place in places.items():
        moved[:, [belief.key for belief in beliefs].index(key)] = place
    return moved


# --- what the data identify -------------------------------------------------------------------------------------


def test_what_the_data_identify_is_told_from_what_they_do_not_and_from_what_they_tie():
    random = numpy.random.default_rng(1)
    free, known, shifted, half, noise = random.standard_normal((5, 3000))
    tied = numpy.stack([free, 0.3 * known, shifted + 2.0, half + 0.1 * noise, -half], axis=1)
    found = compared({"base": (1.0, ["free", "known", "shifted", "sum", "part"], tied)})
    assert found["free"].loose and not found["free"].identified
    assert found["known"].identified and found["shifted"].identified
    assert not found["sum"].identified and found["sum"].tied and not found["sum"].loose
    assert found["sum"].alone == pytest.approx(0.1, rel=0.1)


def test_a_number_that_variants_put_apart_has_the_spread_of_all_of_them():
    random = numpy.random.default_rng(1)
    parts = {
        name: (0.5, ["a"], 0.1 * random.standard_normal((500, 1)) + mean) for name, mean in (("x", -1.0), ("y", 1.0))
    }
    assert compared(parts)["a"].spread == pytest.approx(1.0, abs=0.02)
    alone = compared({**parts, "y": (0.0, *parts["y"][1:])})["a"]
    assert alone.spread == pytest.approx(0.1, rel=0.1) and alone.mean == pytest.approx(-1.0, abs=0.02)


# --- beliefs and members ----------------------------------------------------------------------------------------


def test_every_free_number_and_every_fixed_value_with_a_range_is_a_belief_with_a_titled_group():
    fixed = fixed_beliefs()
    assert [belief.name for belief in fixed] == [parameter.name for parameter in ranged()]
    assert {free.name for free in BASE.free} <= {belief.name for belief in free_beliefs()}
    assert {belief.group for belief in (*free_beliefs(), *fixed, *yield_beliefs())} <= set(groups())


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"titel": {}}, "there is no field named titel; did you mean title?"),
        ({"title": {"en": "Land"}}, "title"),
        ({}, "title"),
    ],
)
def test_a_group_that_says_something_wrong_is_refused_with_its_place(entry, sentence):
    with pytest.raises(PyrrhicError) as refused:
        read_group(entry, "groups.toml, land")
    assert "groups.toml, land" in str(refused.value) and sentence in str(refused.value)


@pytest.mark.parametrize("parameter", ranged(), ids=lambda parameter: parameter.name)
def test_between_both_ends_a_fixed_value_goes_from_the_low_end_to_the_high_one(parameter):
    low, high = parameter.ends
    numpy.testing.assert_allclose(between(parameter, numpy.array([0.0, 1.0])), numpy.concatenate([low, high], axis=-1))


def test_a_member_with_nothing_moved_is_its_row_and_one_with_a_value_moved_gives_what_a_run_with_it_gives(base):
    beliefs = (*free_beliefs(), *fixed_beliefs(SOME))
    rows = numpy.array([4, 0, 2])
    drawn, order = base.draws(beliefs, rows, moved_by(beliefs, rows))
    usual, _ = base.draws((), numpy.arange(5), numpy.zeros((5, 0)))
    for name in ("famine_scale", "disruption_memory", "herd_growth"):
        both = [
            numpy.broadcast_to(at.parameters[name], (*at.parameters[name].shape[:2], len(at))) for at in (drawn, usual)
        ]
        numpy.testing.assert_array_equal(both[0], both[1][..., rows[order]])
    deaths = [of_headline(outcome("deaths"))]
    at_median = dataclasses.replace(base, parts=((BASE, numpy.zeros((1, BASE.size))),), shares=numpy.ones(1))
    moved = moved_by(beliefs, rows[:1], reserve_release=0.0)
    number = Ensemble(deaths, at_median, beliefs, numpy.zeros(1, int), moved).run().numbers[0, 0]
    medians = {free.name: free.median for free in BASE.free} | {
        "reserve_release": ranged(["reserve_release"])[0].ends[0]
    }
    paths = {
        **history().paths,
        **dict(
            zip(
                ("unexplained_yield", "unexplained_yield_regional"),
                BASE.unexplained(numpy.zeros((1, BASE.size))),
                strict=True,
            )
        ),
    }
    single = run(dataclasses.replace(history(keep=["excess_deaths"]), paths=paths, parameters=medians))
    assert number == pytest.approx(float(single.national("excess_deaths")[4:8].sum()), rel=1e-6)


def test_a_free_number_moved_to_a_standard_normal_number_has_the_value_of_the_prior_there(base):
    beliefs, rows = free_beliefs(), numpy.arange(5)
    belief = next(belief for belief in beliefs if belief.key == "herd_hunger[1]")
    drawn, _ = base.draws(beliefs, rows, moved_by(beliefs, rows, **{belief.key: 1.0}))
    prior = next(free for free in BASE.free if free.name == "herd_hunger")
    expected = prior.median.reshape(-1)[1] * numpy.exp(prior.spread)
    numpy.testing.assert_allclose(values(drawn, belief), expected)


def test_numbers_do_not_depend_on_blocks_and_an_interrupted_run_goes_on_where_it_stopped(base, tmp_path, monkeypatch):
    beliefs = fixed_beliefs(SOME)
    rows = numpy.tile(numpy.arange(5), 4)
    asked = Ensemble(
        [of_headline(outcome("deaths"))], base, beliefs, rows, moved_by(beliefs, rows, reserve_release=0.5)
    )
    whole = asked.run().numbers
    monkeypatch.setattr(of_members, "BLOCK", 7)

    def interrupted(done, members):
        if done >= 14:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        asked.run(interrupted, tmp_path)
    steps = []
    again = asked.run(lambda done, members: steps.append((done, members)), tmp_path)
    assert steps == [(20, 20)], "two of three blocks were kept"
    numpy.testing.assert_array_equal(again.numbers, whole)
    asked.run(lambda *_: pytest.fail("everything is kept"), tmp_path)
    other = dataclasses.replace(asked, moved=moved_by(beliefs, rows, reserve_release=0.6))
    assert other.fingerprint != asked.fingerprint


def test_kept_members_are_not_opened_again_where_a_range_or_a_posterior_is_another(base, monkeypatch):
    beliefs, rows = fixed_beliefs(SOME[:1]), numpy.arange(5)

    def mark() -> str:
        moved = moved_by(beliefs, rows, reserve_release=1.0)
        return Ensemble([of_headline(outcome("deaths"))], base, beliefs, rows, moved).fingerprint

    usual, known = mark(), parameters()["reserve_release"]
    assert mark() == usual
    with monkeypatch.context() as changed:
        wider = dataclasses.replace(known, range=(known.range[0], known.range[1] + 0.01))
        changed.setattr(of_beliefs, "assumed", lambda name: wider)
        assert mark() != usual, "its high end lies elsewhere"
    with monkeypatch.context() as changed:
        changed.setattr(of_beliefs, "posterior_fingerprint", lambda name: "another")
        assert mark() != usual


def test_kept_members_are_not_opened_again_where_an_ablation_or_a_comparison_is_another(base, monkeypatch):
    rows = numpy.arange(5)
    without = next(each for each in statements().values() if each.ablation and ablation(each.ablation).parameters)
    divided = next(each for each in statements().values() if each.than and runs_of(each))

    def mark(statement) -> str:
        return Ensemble([of_statement(statement)], base, (), rows, numpy.zeros((5, 0))).fingerprint

    lessened = dataclasses.replace(divided, than=None, minus=divided.than)
    assert mark(lessened) != mark(divided), "a figure less another is not a figure over it"
    usual, known = mark(without), ablation(without.ablation)
    other = dataclasses.replace(known, parameters={name: value + 0.1 for name, value in known.parameters.items()})
    monkeypatch.setattr(batch, "ablation", lambda name: other)
    assert mark(without) != usual


def test_a_damaged_file_of_members_is_made_anew(base, tmp_path):
    rows = numpy.arange(5)
    asked = Ensemble([of_headline(outcome("deaths"))], base, (), rows, numpy.zeros((5, 0)))
    first = asked.run(folder=tmp_path).numbers
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-40] + b"0" * 40)
    numpy.testing.assert_array_equal(asked.run(folder=tmp_path).numbers, first)


def test_a_member_that_fails_has_no_number_and_is_counted_and_so_is_one_without_a_number(base, monkeypatch):
    usual = of_members.run_of

    def failing(name, keep, drawn):
        done = usual(name, keep, drawn)
        return dataclasses.replace(done, failed_year=numpy.where(numpy.arange(5) == 1, 1932, -1))

    monkeypatch.setattr(of_members, "run_of", failing)
    never = dataclasses.replace(
        of_headline(outcome("deaths")), read=lambda runs, drawn: numpy.array([1.0, 2.0, numpy.inf, 4.0, 5.0])
    )
    done = Ensemble([never], base, (), numpy.arange(5), numpy.zeros((5, 0))).run()
    assert done.failures == 1 and done.without.tolist() == [1]
    assert numpy.isnan(done.numbers[0]).tolist() == [False, True, True, False, False]


# --- outcomes ---------------------------------------------------------------------------------------------------


def test_headlines_are_asked_about_unless_figures_are_named():
    assert outcomes() == headlines()
    assert [wanted.name for wanted in outcomes(["cattle_1933", "deaths"])] == ["cattle_1933", "deaths"]
    there = outcomes(["cattle_1933"], "no_exports")[0]
    assert there.scenario == "no_exports" and not there.saved
    assert outcomes(["cattle_1933"], "no_exports", True)[0].scenarios == ("as_it_happened", "no_exports")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ((["catle_1933"],), "there is no figure named catle_1933; did you mean cattle_1933?"),
        ((["cattle_1933"], "nepp"), "there is no scenario named nepp; did you mean nep?"),
        ((["cattle_1969"], "nep"), "nep: cattle_1969 is read up to 1969, and the run ends with 1940"),
        ((["deaths"], "", True), "it does not say which scenario saves"),
    ],
)
def test_what_cannot_be_asked_about_is_refused(asked, sentence):
    with pytest.raises(PyrrhicError) as refused:
        outcomes(*asked)
    assert sentence in str(refused.value)


def test_a_statement_is_one_where_it_holds_and_none_about_the_record_can_be_asked():
    known = statements()
    assert known
    for statement in known.values():
        if statement.is_of_the_record:
            with pytest.raises(PyrrhicError, match="figures of the record alone"):
                of_statement(statement)
        elif not runs_of(statement):
            with pytest.raises(PyrrhicError, match="divides a difference among causes"):
                of_statement(statement)
        else:
            assert of_statement(statement).runs and of_statement(statement).needs


# --- the tornado ------------------------------------------------------------------------------------------------


def test_a_tornado_moves_what_moves_its_outcome_and_nothing_by_what_nothing_reads(base, monkeypatch):
    monkeypatch.setattr(tornadoes, "at_the_posterior", lambda draws: base)
    beliefs = fixed_beliefs(SOME)
    (tornado,) = tornadoes.tornadoes(tornadoes.move([outcome("deaths_saved")], beliefs))
    widest, idle = tornado.bars
    assert widest.belief.name == "reserve_release" and widest.move.low < widest.move.usual < widest.move.high
    assert idle.belief.name == "crop_yield_trend" and idle.width < 1e-9 and idle.failed == (0, 0)
    assert idle.fit == pytest.approx((0.0, 0.0), abs=1e-6) and min(widest.fit) < -0.1
    low, median, high = tornado.points
    assert low <= median <= high and median == widest.move.usual


def test_the_fit_is_the_log_density_of_the_likelihood_of_each_draw(base):
    rows = numpy.arange(5)
    done = Ensemble([of_the_fit()], base, (), rows, numpy.zeros((5, 0))).run()
    for where, z, draws in zip(*zip(*base.parts, strict=True), (slice(0, 4), slice(4, 5)), strict=True):
        density = LogDensity(where.structure)
        differences = [density(point)[0] + 0.5 * point @ point for point in z] - done.numbers[0, draws]
        assert numpy.ptp(differences) == pytest.approx(0.0, abs=1e-6)


def test_a_free_number_goes_from_the_5_to_the_95_percent_point_of_its_prior(base):
    belief = next(belief for belief in free_beliefs() if belief.key == "famine_scale")
    prior = next(free for free in BASE.free if free.name == "famine_scale")
    low, high = tornadoes.ends_of(base, belief)
    median = prior.median.item()
    assert numpy.log([low / median, high / median]) == pytest.approx(
        [-1.645 * prior.spread, 1.645 * prior.spread], rel=1e-3
    )


def test_an_end_at_which_draws_fail_counts_them_and_leaves_the_weight_to_the_variant(base):
    numbers = numpy.array([[1.0, 2.0, 3.0, 4.0, 9.0], [1.0, numpy.nan, 3.0, 4.0, 9.0], [numpy.nan] * 5])
    failed = numpy.isnan(numbers)
    belief = fixed_beliefs(SOME)[0]
    moved = tornadoes.Moved(
        base, (outcome("deaths"),), (belief,), of_members.Numbers(numbers.reshape(1, -1), failed.reshape(1, -1)), ""
    )
    (bar,) = tornadoes.tornadoes(moved)[0].bars
    assert bar.failed == (1, 5) and numpy.isnan(bar.move.high) and bar.width == numpy.inf
    assert 2.5 < bar.move.low < 4.0


# --- the space of beliefs -----------------------------------------------------------------------------------------


def space_of(base: Base) -> spaces.Space:
    """A variant, a draw of it, one free number and two fixed values, of which deaths depend on one."""
    free = next(belief for belief in free_beliefs() if belief.key == "famine_scale")
    choices = (Belief("variant", "variant", "informed"), Belief("draw", "draw", "informed"))
    return spaces.Space(base, (*choices, free, *fixed_beliefs(SOME)))


def test_a_point_of_the_cube_is_a_variant_by_its_weight_a_draw_of_it_and_beliefs_by_their_priors(base):
    points = numpy.array([[0.79, 0.0, 0.5, 0.0, 1.0], [0.0, 0.99, 0.95, 0.5, 0.0], [0.81, 0.5, 0.05, 1.0, 0.5]])
    rows, moved = space_of(base).members(points)
    assert rows.tolist() == [0, 3, 4] and numpy.isnan(moved[:, :2]).all()
    assert moved[:, 2] == pytest.approx([0.0, 1.645, -1.645], abs=1e-3)
    numpy.testing.assert_array_equal(moved[:, 3:], points[:, 3:])
    assert standard(numpy.array([0.5])) == pytest.approx(0.0)


def test_of_the_model_too_a_number_that_nothing_reads_has_a_share_of_nothing(base):
    varied = space_of(base)
    inputs = varied.inputs(each=True)
    assert inputs.group_names == ("informed", "famine_scale", *SOME)
    numbers = varied.ensemble([of_headline(outcome("deaths"))], sobol_points(inputs, 16)).run().numbers
    (found,) = sobol(inputs, numbers)
    effects = {effect.group: effect for effect in found.effects}
    assert parameters()["famine_scale"].free and effects["famine_scale"].total > 0.0
    assert (effects["crop_yield_trend"].first, effects["crop_yield_trend"].total) == (0.0, 0.0)


def test_before_the_data_everything_is_varied_and_after_them_only_what_they_leave_open():
    before, after = spaces.space(prior=True), spaces.space()
    kinds = [{belief.kind for belief in space.beliefs} for space in (before, after)]
    assert kinds == [{"variant", FREE, "yield", FIXED}, {"variant", "draw", FREE, FIXED}]
    free = [{belief.key for belief in space.beliefs if belief.kind == FREE} for space in (before, after)]
    assert free[1] < free[0] == {belief.key for belief in free_beliefs()}
    narrow = before.inputs(whole=False)
    assert set(narrow.bounds) == {(0.05, 0.95), (0.0, 1.0)} and "each" not in narrow.group_names


def test_members_that_fail_in_a_corner_are_said_to_lie_there(base):
    varied = space_of(base)
    points = numpy.random.default_rng(1).random((400, 5))
    failed = points[:, 3] > 0.9
    numbers = of_members.Numbers(numpy.where(failed, numpy.nan, 1.0)[None], failed[None])
    (corner,) = spaces.corners(varied, points, numbers)
    assert corner.belief.key == "reserve_release" and corner.high and corner.share == 1.0
    assert spaces.corners(varied, points, of_members.Numbers(numpy.ones((1, 400)), numpy.zeros((1, 400), bool))) == ()


def test_the_usual_sizes_are_those_of_the_method():
    assert Varied(SOBOL).size & (Varied(SOBOL).size - 1) == 0 and Varied(MORRIS).size < Varied(SOBOL).size
    assert Varied(SOBOL, 32).size == 32
